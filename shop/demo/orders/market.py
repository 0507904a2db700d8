"""Where the demo delivers, how it is paid, and by which rules: read once, before any order."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime
from math import lcm
from zoneinfo import ZoneInfo

from sqlalchemy import select

from shop.domain.payments.models import PaymentMethod
from shop.domain.payments.offers import Offer
from shop.domain.payments.ports import gateways
from shop.domain.settings.queries import shop_settings
from shop.domain.shipping.models import ShippingMethod, ShippingPlace, ShippingZone
from shop.domain.shipping.rules import Calendar, arrival, fee_for
from shop.domain.tax import queries as tax
from shop.domain.tax.queries import Rates
from shop.kernel.db import session
from shop.kernel.errors import Conflict, NotFound
from shop.kernel.i18n import Translated, _
from shop.kernel.money import Money

_SHARES = {"cash": 0.5, "transfer": 0.25, "test": 0.25}
"""How often each gateway is chosen. No other is told of money that never moved."""


@dataclass(frozen=True, slots=True)
class Way:
    """A delivery method."""

    code: str
    kind: str
    name: Translated
    fee: int
    free_above: int | None
    days: tuple[int, int]
    cut_off: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that is served, with the taxes there and the ways to it."""

    town: str
    area: str
    zone_code: str
    rates: Rates
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Means:
    """A way to pay."""

    offer: Offer
    step: int
    on_delivery: bool
    offline: bool


@dataclass(frozen=True, slots=True)
class Market:
    """Everything an order rests on beside goods and people."""

    currency: str
    zone: ZoneInfo
    order_prefix: str
    shop_name: str
    low_stock: int
    delivery_class: int | None
    spots: tuple[Spot, ...]
    means: tuple[Means, ...]
    calendar: Calendar

    def chosen_means(self, spot: Spot, total: Money, chance: random.Random) -> Means:
        """Return how an order of `total` is paid; what fits nowhere is paid by the first."""
        fitting = [one for one in self.means if one.offer.fits(spot.zone_code, total)]
        known = fitting or list(self.means[:1])
        shares = [_SHARES[one.offer.gateway] for one in known]
        return chance.choices(known, shares)[0]

    def fee(self, way: Way, items: int) -> Money:
        """Return what a delivery of goods for `items` costs."""
        return Money(fee_for(items, way.fee, way.free_above), self.currency)

    def arrival(self, way: Way, moment: datetime) -> tuple[date, date]:
        """Return on which days an order of `moment` was promised."""
        return arrival(moment, way.cut_off, way.days, self.calendar)


def market() -> Market:
    """Read the shop; raises `Conflict` where nobody could order in it."""
    known = shop_settings()
    zone = ZoneInfo(known.time_zone)
    spots, means = _spots(), _means(known.currency)
    if not spots or not means:
        raise Conflict(
            _("Orders need a town that is delivered to, and cash, transfer or the test gateway.")
        )
    return Market(
        currency=known.currency,
        zone=zone,
        order_prefix=known.order_prefix,
        shop_name=known.name,
        low_stock=known.low_stock,
        delivery_class=_class_id(known.delivery_tax_class),
        spots=spots,
        means=means,
        calendar=Calendar(
            zone, frozenset(known.closed_weekdays), frozenset(known.closed_days)
        ),
    )  # fmt: skip


def _class_id(code: str) -> int | None:
    try:
        return tax.class_id(code)
    except NotFound:
        return None


def _spots() -> tuple[Spot, ...]:
    here, ways = session(), dict[int, list[Way]]()
    for row in here.scalars(
        select(ShippingMethod)
        .where(ShippingMethod.active)
        .order_by(ShippingMethod.position, ShippingMethod.id)
    ):
        days = (row.days_min, row.days_max)
        ways.setdefault(row.zone_id, []).append(
            Way(row.code, row.kind, row.name, row.fee_minor, row.free_above_minor, days,
                row.cut_off)
        )  # fmt: skip
    places = here.execute(
        select(
            ShippingPlace.town, ShippingPlace.area, ShippingZone.id, ShippingZone.code,
            ShippingZone.tax_zone_id,
        )
        .join(ShippingZone, ShippingZone.id == ShippingPlace.zone_id)
        .where(ShippingZone.active)
        .order_by(ShippingZone.position, ShippingZone.id, ShippingPlace.position, ShippingPlace.id)
    )  # fmt: skip
    return tuple(
        Spot(
            row.town, row.area or "", row.code, tax.rates(row.tax_zone_id), tuple(ways[row.id])
        )
        for row in places
        if row.id in ways
    )  # fmt: skip


def _means(currency: str) -> tuple[Means, ...]:
    rows = session().scalars(
        select(PaymentMethod)
        .where(PaymentMethod.active, PaymentMethod.gateway.in_(tuple(_SHARES)))
        .order_by(PaymentMethod.position, PaymentMethod.id)
    )
    return tuple(_shaped(row, currency) for row in rows if row.gateway in gateways.names())


def _shaped(row: PaymentMethod, currency: str) -> Means:
    behind = gateways.get(row.gateway)
    offer = Offer(
        code=row.code, gateway=row.gateway, name=row.name, instructions=row.instructions,
        zones=frozenset(row.zones), currencies=frozenset(row.currencies), least=row.min_minor,
        most=row.max_minor, step=row.step_minor, expires_minutes=row.expires_minutes,
    )  # fmt: skip
    step = lcm(offer.step, behind.smallest_step(currency))
    return Means(offer, step, behind.on_delivery, behind.offline)
