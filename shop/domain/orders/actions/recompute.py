"""The one writer of what is derived: payment and fulfilment state, what was paid and returned."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from shop.domain.ledger.queries import standing
from shop.domain.orders import rules
from shop.domain.orders.actions import tasks
from shop.domain.orders.actions.moves import locked
from shop.domain.orders.models import Order, OrderLine
from shop.domain.orders.statuses import OrderStatus, PaymentState, TaskKind
from shop.kernel.db import session

_LINES = select(
    OrderLine.quantity, OrderLine.shipped, OrderLine.cancelled, OrderLine.returned
).where(OrderLine.order_id == bindparam("order"))
_WRITE = (
    update(Order)
    .where(Order.id == bindparam("order"))
    .values(
        payment_state=bindparam("payment"),
        fulfilment_state=bindparam("goods"),
        paid_minor=bindparam("captured"),
        refunded_minor=bindparam("returned"),
    )
    .execution_options(synchronize_session=False)
)


def recompute(order_id: int) -> PaymentState:
    """Derive an order's two states anew; returns the state of its payment.

    A cancelled order with money of its buyer has an open refund task (O8); the task is done when
    nothing of it is left.
    """
    order, known = locked(order_id), standing(order_id)
    captured, refunded = known.captured, known.refunded
    counters = [rules.Counters(*row) for row in session().execute(_LINES, {"order": order_id})]
    state = rules.payment_state(
        order.total_minor, captured, refunded, on_delivery=order.on_delivery
    )
    values = {
        "order": order_id, "payment": state, "goods": rules.fulfilment_state(counters),
        "captured": captured, "returned": refunded,
    }  # fmt: skip
    session().execute(_WRITE, values)
    session().refresh(order)
    _mind_what_is_owed_back(order)
    return state


def _mind_what_is_owed_back(order: Order) -> None:
    over = order.status in {OrderStatus.CANCELLED, OrderStatus.EXPIRED}
    owed = order.paid_minor - order.refunded_minor - (0 if over else order.total_minor)
    if owed <= 0:
        tasks.close_tasks(order.id, TaskKind.REFUND)
    elif order.status == OrderStatus.CANCELLED:
        tasks.open_task(order.id, TaskKind.REFUND)
