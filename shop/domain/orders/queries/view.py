"""One order with its lines, as pages and mails show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from shop.domain.orders.models import Order, OrderLine
from shop.domain.orders.statuses import (
    FulfilmentState,
    OrderStatus,
    PaymentState,
    Shown,
    shown,
)
from shop.domain.totals.result import Totals
from shop.kernel.db import read
from shop.kernel.i18n import Translated
from shop.kernel.money import Money
from shop.kernel.quantity import Unit


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as it was bought."""

    sku: str
    product_id: int
    name: Translated
    options: Translated
    picture: str
    unit: Unit
    quantity: int
    cancelled: int
    unit_price: Money
    subtotal: Money


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with its lines; everything in it is the order's own copy."""

    id: int
    public_id: str
    number: str
    status: OrderStatus
    hold_reason: str | None
    payment_state: PaymentState
    fulfilment_state: FulfilmentState
    locale: str
    totals: Totals
    paid: Money
    refunded: Money
    phone: str
    name: str
    email: str
    recipient_name: str
    recipient_phone: str
    town: str
    area: str
    landmark: str
    note: str
    delivery_name: Translated
    delivery_kind: str
    zone_code: str
    deliver_from: date | None
    deliver_to: date | None
    payment_method: str
    payment_name: Translated
    gateway: str
    on_delivery: bool
    placed_at: datetime
    updated_at: datetime
    expires_at: datetime | None
    closed_at: datetime | None
    lines: tuple[LineView, ...]

    @property
    def shown(self) -> Shown:
        """The word that people are told."""
        return shown(self.status, self.hold_reason, self.payment_state, self.fulfilment_state)

    @property
    def owed(self) -> Money:
        """What is still to be paid; nothing where the order is over."""
        nothing = Money(0, self.totals.currency)
        if self.status in {OrderStatus.CANCELLED, OrderStatus.EXPIRED}:
            return nothing
        left = self.totals.total - self.paid + self.refunded
        return left if left.minor > 0 else nothing


_order = Order.__table__.c
_line = OrderLine.__table__.c
_BY_ID = select(Order.__table__).where(_order.id == bindparam("order"))
_BY_PUBLIC_ID = select(Order.__table__).where(_order.public_id == bindparam("public_id"))
_LINES = (
    select(OrderLine.__table__).where(_line.order_id == bindparam("order")).order_by(_line.position)
)
_SAME = (
    "id", "public_id", "number", "hold_reason", "locale", "phone", "name", "email",
    "recipient_name", "recipient_phone", "town", "area", "landmark", "note", "delivery_name",
    "delivery_kind", "zone_code", "deliver_from", "deliver_to", "payment_method", "payment_name",
    "gateway", "on_delivery", "placed_at", "updated_at", "expires_at", "closed_at",
)  # fmt: skip


def view(order_id: int) -> OrderView | None:
    """Return an order with its lines; two statements."""
    return _found(_BY_ID, {"order": order_id})


def by_public_id(public_id: str) -> OrderView | None:
    """Return the order called `ord_…` with its lines; two statements."""
    return _found(_BY_PUBLIC_ID, {"public_id": public_id})


def _found(statement: Select[Any], binds: Mapping[str, Any]) -> OrderView | None:
    row = read(statement, binds).first()
    if row is None:
        return None
    return OrderView(
        status=OrderStatus(row.status),
        payment_state=PaymentState(row.payment_state),
        fulfilment_state=FulfilmentState(row.fulfilment_state),
        totals=Totals.from_json(row.breakdown),
        paid=Money(row.paid_minor, row.currency),
        refunded=Money(row.refunded_minor, row.currency),
        lines=tuple(_shaped(one, row.currency) for one in read(_LINES, {"order": row.id})),
        **{name: getattr(row, name) for name in _SAME},
    )


def _shaped(row: Row[Any], currency: str) -> LineView:
    return LineView(
        sku=row.sku,
        product_id=row.product_id,
        name=row.name,
        options=row.options,
        picture=row.picture,
        unit=Unit(row.unit),
        quantity=row.quantity,
        cancelled=row.cancelled,
        unit_price=Money(row.unit_price_minor, currency),
        subtotal=Money(row.subtotal_minor, currency),
    )
