"""Which ways to pay are offered where, for how much; remembered until somebody changes them."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

from sqlalchemy import select

from shop.domain.catalogue.queries.facets import settings
from shop.domain.payments.models import PaymentMethod
from shop.domain.payments.offers import Offer
from shop.domain.payments.ports import gateways
from shop.domain.settings.actions import SHOPFRONT
from shop.kernel import db
from shop.kernel.i18n import pick
from shop.kernel.money import Money
from shop.kernel.versions import Remembered


@dataclass(frozen=True, slots=True)
class MethodView:
    """A way to pay, in the language in force.

    `on_delivery`: the money comes with the goods. `offline`: the buyer pays on his own and staff
    confirm it. `step` is the smallest sum that can be paid, in minor units.
    """

    code: str
    name: str
    instructions: str
    gateway: str
    step: int
    on_delivery: bool
    offline: bool
    expires_minutes: int | None


_method = PaymentMethod.__table__.c
_METHODS = select(
    _method.code, _method.gateway, _method.name, _method.instructions, _method.active,
    _method.zones, _method.currencies, _method.min_minor, _method.max_minor, _method.step_minor,
    _method.expires_minutes,
).order_by(_method.position, _method.id)  # fmt: skip


def _load() -> tuple[Offer, ...]:
    return tuple(
        Offer(
            code=row.code,
            gateway=row.gateway,
            name=row.name,
            instructions=row.instructions,
            active=row.active,
            zones=frozenset(row.zones),
            currencies=frozenset(row.currencies),
            least=row.min_minor,
            most=row.max_minor,
            step=row.step_minor,
            expires_minutes=row.expires_minutes,
        )
        for row in db.read(_METHODS)
    )


_offers = Remembered(SHOPFRONT, _load)


def methods(zone_code: str, total: Money) -> tuple[MethodView, ...]:
    """Return what an order of `total` to this zone may be paid with, the first being the default.

    A method whose gateway is not plugged in (a test gateway in production, Stripe without keys) is
    not offered.
    """
    plugged = gateways.names()
    return tuple(
        _shown(offer, total.currency)
        for offer in _offers()
        if offer.gateway in plugged and offer.fits(zone_code, total)
    )


def method(code: str) -> MethodView | None:
    """Return one method, offered at present or not: an order keeps the one it was placed with."""
    plugged = gateways.names()
    for offer in _offers():
        if offer.code == code and offer.gateway in plugged:
            return _shown(offer, settings().currency)
    return None


def _shown(offer: Offer, currency: str) -> MethodView:
    behind = gateways.get(offer.gateway)
    return MethodView(
        code=offer.code,
        name=pick(offer.name),
        instructions=pick(offer.instructions),
        gateway=offer.gateway,
        step=lcm(offer.step, behind.smallest_step(currency)),
        on_delivery=behind.on_delivery,
        offline=behind.offline,
        expires_minutes=offer.expires_minutes,
    )
