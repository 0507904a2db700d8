"""How the verbs of this slice read and write an attempt: always under its order's lock."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, update

from shop.domain.orders.actions.moves import locked
from shop.domain.orders.models import Order
from shop.domain.payments.errors import UnknownPayment
from shop.domain.payments.models import Payment
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.errors import Conflict
from shop.kernel.i18n import _

_ORDER_OF = select(Payment.order_id).where(Payment.id == bindparam("payment"))
_PAYMENT = select(Payment).where(Payment.id == bindparam("payment"))


def locked_pair(payment_id: int) -> tuple[Order, Payment]:
    """Return an order and its attempt as they are now; the order is locked until the commit."""
    here = session()
    order_id = here.execute(_ORDER_OF, {"payment": payment_id}).scalar()
    if order_id is None:
        raise UnknownPayment(_("There is no such payment."))
    order = locked(order_id)
    fresh = {"populate_existing": True}
    payment = here.scalars(_PAYMENT, {"payment": payment_id}, execution_options=fresh).one()
    return order, payment


def write(payment: Payment, **values: Any) -> None:
    """Write columns of an attempt where its status is still what was read; else `Conflict`."""
    written = session().execute(
        update(Payment)
        .where(Payment.id == payment.id, Payment.status == payment.status)
        .values(**values, updated_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if written.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE has one
        raise Conflict(_("Somebody changed this meanwhile. Look at it again."), code="STALE")
    session().refresh(payment)
