"""Make purchases up: who buys what, how it travels and is paid, and what became of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.demo.orders.fates import live_through
from shop.demo.orders.goods import Goods, Ware
from shop.demo.orders.market import Market, Means, Spot, Way
from shop.demo.orders.moments import moments
from shop.demo.orders.people import Person, in_language, people, words
from shop.demo.orders.story import Story
from shop.domain.totals.calculate import Item, Terms, calculate, with_step
from shop.domain.totals.result import Totals
from shop.kernel.money import Money
from shop.kernel.quantity import amount_for

_A_GIFT, _A_NOTE = 0.06, 0.12
_RECENT = timedelta(days=30)
"""An order that is older is hardly ever open."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """One order before it has a number: everything but what it looks like."""

    index: int
    buyer: Person
    recipient: Person | None
    spot: Spot
    way: Way
    means: Means
    wares: list[tuple[Ware, int]]
    totals: Totals
    note: str
    story: Story


class Shopping:
    """A stream of purchases in the order of time; the same for the same seed, goods and clock."""

    def __init__(self, count: int, seed: int, goods: Goods, shop: Market, now: datetime) -> None:
        """Take how many purchases there are to be, and what they are made of."""
        self._chance = random.Random(seed)  # noqa: S311 - for orders, not for secrets
        self._goods, self._shop, self._now = goods, shop, now
        self._buyers = people(count, self._chance)
        self._moments = moments(count, now, shop.zone, self._chance)

    def __iter__(self) -> Iterator[Purchase]:
        """Yield them one by one."""
        for index, moment in enumerate(self._moments):
            yield self._purchase(index, moment)

    def _purchase(self, index: int, moment: datetime) -> Purchase:
        shop, chance = self._shop, self._chance
        buyer = chance.choice(self._buyers)
        spot = shop.spots[int(buyer.home * len(shop.spots))]
        way = chance.choice(spot.ways)
        recent = self._now - moment < _RECENT
        wares = self._goods.draw(moment, chance, recent=recent)
        exact = _sum(wares, spot, way, shop)
        means = shop.chosen_means(spot, exact.total, chance)
        totals = with_step(exact, means.step)
        story = Story(
            moment, totals.total.minor, shop.currency,
            on_delivery=means.on_delivery, offline=means.offline,
            minutes=means.offer.expires_minutes,
        )  # fmt: skip
        live_through(story, means.offer.gateway, self._now, buyer.locale, chance)
        gift, noted = chance.random() < _A_GIFT, chance.random() < _A_NOTE
        return Purchase(
            index=index,
            buyer=buyer,
            recipient=chance.choice(self._buyers) if gift else None,
            spot=spot,
            way=way,
            means=means,
            wares=wares,
            totals=totals,
            note=in_language(chance.choice(words()["notes"]), buyer.locale) if noted else "",
            story=story,
        )


def _sum(wares: list[tuple[Ware, int]], spot: Spot, way: Way, shop: Market) -> Totals:
    """Reckon what it costs as the checkout does; the fee depends on the goods alone."""
    items = [
        Item(
            str(ware.variant_id), ware.variant_id, Money(ware.price, shop.currency), quantity,
            ware.unit, ware.tax_class_id,
        )
        for ware, quantity in wares
    ]  # fmt: skip
    shown = sum(amount_for(one.unit_price, one.quantity, one.unit).minor for one in items)
    terms = Terms(
        currency=shop.currency,
        inclusive=spot.rates.inclusive,
        rates=spot.rates.by_class,
        delivery_fee=shop.fee(way, shown),
        delivery_class_id=shop.delivery_class,
    )
    return calculate(items, terms)
