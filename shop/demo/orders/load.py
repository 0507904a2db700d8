"""Write made-up orders in bulk: batches in units of their own, stock by its one writer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Any, cast

from sqlalchemy import Table, exists, func, insert, select, text

from shop.demo.orders.fates import reason
from shop.demo.orders.goods import Goods
from shop.demo.orders.market import Market, market
from shop.demo.orders.purchases import Purchase, Shopping
from shop.demo.orders.rows import Ids, Rows
from shop.demo.progress import Progress, silent
from shop.domain.inventory.actions import levels
from shop.domain.inventory.models import Allocation, AllocationState
from shop.domain.ledger.models import LedgerEntry, LedgerTransaction
from shop.domain.notifications.models import Message
from shop.domain.orders import rules
from shop.domain.orders.models import Order, OrderEvent, OrderLine, OrderTask
from shop.domain.payments.models import Payment
from shop.kernel import clock
from shop.kernel.db import dialect_name, session
from shop.kernel.errors import Conflict
from shop.kernel.i18n import _
from shop.kernel.numbers import next_numbers
from shop.kernel.unit_of_work import unit_of_work

BATCH = 1_000
_COUNTED: tuple[type[Any], ...] = (Order, Payment, LedgerTransaction)
_WRITTEN: tuple[type[Any], ...] = (
    Order, OrderLine, OrderEvent, OrderTask, Payment, LedgerTransaction, LedgerEntry, Allocation,
    Message,
)  # fmt: skip
_Taken = list[tuple[int, int, int]]
"""Variant, place and how much of it."""


def load_orders(count: int, seed: int, progress: Progress = silent) -> int:
    """Make up `count` orders of demo goods; the same ones for the same seed, clock and goods.

    Raises `Conflict` where there are made-up orders already, or nothing to order. What a broken-off
    run left behind is removed by `clear`.
    """
    if not count:
        return 0
    if session().scalar(select(exists().where(Order.demo))):
        raise Conflict(_("There are made-up orders already: run “flask demo clear” first."))
    shop, goods = market(), Goods()
    writer = OrderWriter(seed, shop, goods)
    made = iter(Shopping(count, seed, goods, shop, clock.now()))
    with progress("Orders", count) as done:
        while batch := list(islice(made, BATCH)):
            with unit_of_work():
                writer.write(batch)
            done(len(batch))
    return count


class OrderWriter:
    """Writes batches of purchases."""

    def __init__(self, seed: int, shop: Market, goods: Goods) -> None:
        """Take what all batches share."""
        self._seed, self._shop, self._goods = seed, shop, goods

    def write(self, batch: Sequence[Purchase]) -> None:
        """Write one batch in the open unit of work."""
        looks = self._goods.look_up({ware.variant_id for one in batch for ware, _n in one.wares})
        taken = self._take_stock(batch)
        numbers = self._numbers(batch)
        rows = Rows(self._seed, self._shop, looks, Ids({one: _last_id(one) for one in _COUNTED}))
        for purchase, number in zip(batch, numbers, strict=True):
            order = rows.add(purchase, number)
            rows.of[Allocation] += [
                {
                    "order_id": order, "variant_id": variant, "location_id": place,
                    "quantity": quantity, "state": AllocationState.ALLOCATED,
                }
                for variant, place, quantity in taken.get(purchase.index, ())
            ]  # fmt: skip
        here = session().connection()
        for model in _WRITTEN:
            if rows.of[model]:
                here.execute(insert(cast("Table", model.__table__)), rows.of[model])
        _count_on()

    def _take_stock(self, batch: Sequence[Purchase]) -> dict[int, _Taken]:
        """Give live orders their stock; those for which too little is left end as cancelled.

        What is low or sold out stays as it is, so that the demo shows what it means to show.
        """
        live = [one for one in batch if one.story.is_live]
        goods = levels.lock(sorted({ware.variant_id for one in live for ware, _n in one.wares}))
        free = {
            variant: {place.location_id: place.free for place in places}
            for variant, places in levels.places(goods).items()
        }
        found: dict[int, _Taken] = {}
        for purchase in live:
            taken = self._taken(purchase, free)
            if taken is None:
                why = reason("sold_out", purchase.buyer.locale)
                purchase.story.sell_out(clock.now(), why)
                continue
            found[purchase.index] = taken
            for variant, place, quantity in taken:
                free[variant][place] -= quantity
        sums: Counter[tuple[int, int]] = Counter()
        for taken in found.values():
            for variant, place, quantity in taken:
                sums[variant, place] += quantity
        levels.move([(*key, 0, quantity) for key, quantity in sums.items()], goods)
        return found

    def _taken(self, purchase: Purchase, free: dict[int, dict[int, int]]) -> _Taken | None:
        taken = []
        for ware, quantity in purchase.wares:
            places = free.get(ware.variant_id)
            if not places:
                return None
            place = max(places, key=lambda one: (places[one], -one))
            whole = (sum(places.values()) - quantity) // ware.unit.one
            if places[place] < quantity or whole <= self._shop.low_stock:
                return None
            taken.append((ware.variant_id, place, quantity))
        return taken

    def _numbers(self, batch: Sequence[Purchase]) -> list[str]:
        """Take the next numbers of each day; the next real order goes on behind them."""
        days = [one.story.placed.astimezone(self._shop.zone).date() for one in batch]
        given = {
            day: iter(next_numbers(rules.counter(day), count))
            for day, count in sorted(Counter(days).items())
        }
        return [rules.number(self._shop.order_prefix, day, next(given[day])) for day in days]


def _last_id(model: type[Any]) -> int:
    return session().connection().execute(select(func.max(model.id))).scalar() or 0


def _count_on() -> None:
    """Let PostgreSQL's own counters go on behind the ids that were given here."""
    if dialect_name() != "postgresql":
        return
    for model in _COUNTED:
        name = model.__tablename__
        session().execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"  # noqa: S608 - names of our own tables
            )
        )
