"""Open an attempt to pay what an order owes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select

from shop.domain.orders.actions.moves import locked, record
from shop.domain.orders.actions.prolong import prolong
from shop.domain.orders.models import Order
from shop.domain.orders.statuses import Happening, OrderStatus
from shop.domain.payments import queries
from shop.domain.payments.errors import AttemptOpen
from shop.domain.payments.models import Payment
from shop.domain.payments.ports import is_offline
from shop.domain.payments.statuses import OPEN, PaymentStatus
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.i18n import _
from shop.kernel.ids import public_id

_payment = Payment.__table__.c
_OPEN = select(_payment.id, _payment.method, _payment.amount_minor).where(
    _payment.order_id == bindparam("order"), _payment.status.in_(tuple(OPEN))
)
_GATEWAY = select(Order.gateway).where(Order.id == bindparam("order"))
_ADD = insert(Payment.__table__)  # type: ignore[arg-type]  # a mapped class has a Table
_JUST_PLACED = timedelta(minutes=1)
_PAYABLE = frozenset({OrderStatus.AWAITING_PAYMENT, OrderStatus.PLACED, OrderStatus.CONFIRMED})


def owed(order: Order) -> int:
    """Return what is still to be paid of an order, in minor units; never negative."""
    payable = order.status in _PAYABLE and not order.on_delivery
    return max(0, order.total_minor - order.paid_minor) if payable else 0


def open_payment(order_id: int) -> int | None:
    """Open an attempt for what is owed, its idempotency key stored with it; returns its id.

    None where there is nothing to start: nothing is owed, it is collected on delivery, or the buyer
    brings it himself. An open attempt for the same sum by the same method is the attempt; any other
    must be closed first (`AttemptOpen`), which `flows.attempts.begin` does.
    """
    here = session()
    gateway = here.execute(_GATEWAY, {"order": order_id}).scalar_one()
    if is_offline(gateway):
        return None
    order = locked(order_id)
    amount = owed(order)
    if not amount:
        return None
    found = here.execute(_OPEN, {"order": order_id}).first()
    if found is not None:
        if (found.method, found.amount_minor) == (order.payment_method, amount):
            return int(found.id)
        raise AttemptOpen(_("Another payment of this order is still open."))
    name, until = public_id("pay"), _deadline(order)
    result = here.execute(
        _ADD,
        {
            "public_id": name, "order_id": order_id, "method": order.payment_method,
            "gateway": order.gateway, "status": PaymentStatus.STARTED, "amount_minor": amount,
            "currency": order.currency, "idempotency_key": f"{name}.start", "expires_at": until,
        },
    )  # fmt: skip
    data = {"payment": name, "method": order.payment_method}
    record(order_id, Happening.ATTEMPT_STARTED, data=data)
    return int(result.inserted_primary_key[0])  # type: ignore[attr-defined]  # an INSERT has one


def _deadline(order: Order) -> datetime | None:
    """Return until when a new attempt may be paid; the order waits for it."""
    if order.expires_at is None or clock.now() - order.placed_at < _JUST_PLACED:
        return order.expires_at
    chosen = queries.method(order.payment_method)
    return prolong(order, chosen.expires_minutes if chosen else None)
