"""Read a checkout, and what it comes to as things stand."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from shop.domain.cart.queries import CartItem
from shop.domain.catalogue.queries.facets import settings
from shop.domain.checkout.answers import Answers
from shop.domain.checkout.models import Checkout
from shop.domain.payments.queries import MethodView, methods
from shop.domain.shipping.queries import Option, Place, options, place_of
from shop.domain.tax.queries import Rates, class_id, rates
from shop.domain.totals.calculate import Item, Terms, calculate, with_step
from shop.domain.totals.result import Totals
from shop.kernel.db import read
from shop.kernel.errors import NotFound
from shop.kernel.money import Money

_checkout = Checkout.__table__.c
_ANSWERS = tuple(field.name for field in fields(Answers))
COLUMNS = (
    _checkout.id, _checkout.key, _checkout.cart_id, _checkout.order_id,
    _checkout.hold_until, _checkout.hold_began_at, _checkout.typed,
    *(_checkout[name] for name in _ANSWERS),
)  # fmt: skip
_OF_CART = select(*COLUMNS).where(_checkout.cart_id == bindparam("cart"))


@dataclass(frozen=True, slots=True)
class CheckoutView:
    """A checkout as it is stored."""

    id: int
    key: str
    cart_id: int
    order_id: int | None
    answers: Answers
    hold_until: datetime | None
    hold_began_at: datetime | None
    typed: dict[str, Any]


def of_cart(cart_id: int) -> CheckoutView | None:
    """Return the checkout of a cart; one statement."""
    return shaped(read(_OF_CART, {"cart": cart_id}).first())


def shaped(row: Row[Any] | None) -> CheckoutView | None:
    """Return a row of `COLUMNS` as a view."""
    if row is None:
        return None
    kept = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return CheckoutView(
        row.id, row.key, row.cart_id, row.order_id,
        Answers(**{name: kept[name] for name in _ANSWERS}),
        row.hold_until, row.hold_began_at, row.typed,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """What a cart comes to under some answers, and what may be chosen.

    `exact` is the sum before any payment method rounds it. `option` is how the goods travel: the
    way that was chosen, else the first; None where nothing can be brought, or need be.
    """

    items: tuple[CartItem, ...]
    place: Place | None
    options: tuple[Option, ...]
    option: Option | None
    methods: tuple[MethodView, ...]
    exact: Totals
    rates: Rates

    @property
    def physical(self) -> bool:
        """Whether anything has to be carried."""
        return any(item.physical for item in self.items)

    def travelling(self, option: Option) -> Quote:
        """Return the same with another of its options."""
        return self if option is self.option else _quoted(self, option)

    def payable(self, method: MethodView) -> Totals:
        """Return the sum as `method` can pay it."""
        return with_step(self.exact, method.step)

    def method(self, code: str) -> MethodView | None:
        """Return the way to pay called `code`, where it is offered."""
        return next((one for one in self.methods if one.code == code), None)


def quote(items: tuple[CartItem, ...], answers: Answers) -> Quote:
    """Return what `items` come to; no statement beyond what is remembered."""
    place = place_of(answers.town, answers.area) if answers.town else None
    if not any(item.physical for item in items):
        place = None
    known = rates(place.tax_zone_id if place else None)
    bare = Quote(items, place, (), None, (), _sum(items, known, None), known)
    if place is None:
        return _quoted(bare, None)
    ways = options(place, bare.exact.items)
    chosen = next((one for one in ways if one.code == answers.delivery_method), None)
    return _quoted(replace(bare, options=ways), chosen or next(iter(ways), None))


def _quoted(found: Quote, option: Option | None) -> Quote:
    exact = _sum(found.items, found.rates, option.fee if option else None) if option else None
    exact = exact or found.exact
    offered = methods(found.place.zone_code if found.place else "", exact.total)
    if not found.physical:  # there is no door at which a download could be paid
        offered = tuple(one for one in offered if not one.on_delivery)
    return replace(found, option=option, exact=exact, methods=offered)


def _sum(items: tuple[CartItem, ...], known: Rates, fee: Money | None) -> Totals:
    terms = Terms(
        currency=settings().currency,
        inclusive=known.inclusive,
        rates=known.by_class,
        delivery_fee=fee,
        delivery_class_id=_delivery_class() if known.by_class else None,
    )
    return calculate(
        [
            Item(
                str(item.variant_id), item.variant_id, item.unit_price, item.quantity, item.unit,
                item.tax_class_id,
            )
            for item in items
        ],
        terms,
    )  # fmt: skip


def _delivery_class() -> int | None:
    """Return the tax class of fees; a class that nobody made owes nothing."""
    try:
        return class_id(settings().delivery_tax_class)
    except NotFound:
        return None
