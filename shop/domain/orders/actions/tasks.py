"""Open and close what somebody has to do about an order."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select, update

from shop.domain.orders.models import OrderTask
from shop.domain.orders.statuses import TaskKind
from shop.kernel import clock
from shop.kernel.db import session

_OPEN = select(OrderTask.id).where(
    OrderTask.order_id == bindparam("order"),
    OrderTask.kind == bindparam("kind"),
    OrderTask.done_at.is_(None),
)


def open_task(order_id: int, kind: TaskKind, note: str = "") -> bool:
    """Open a task on a locked order, unless one of its kind is open; tells whether it did."""
    if session().execute(_OPEN, {"order": order_id, "kind": kind}).first():
        return False
    session().execute(
        insert(OrderTask).values(
            order_id=order_id, kind=kind, note=note[:500], created_at=clock.now()
        )
    )
    return True


def close_tasks(order_id: int, kind: TaskKind) -> None:
    """Close the open task of a kind: what it asked for is done."""
    session().execute(
        update(OrderTask)
        .where(OrderTask.order_id == order_id, OrderTask.kind == kind, OrderTask.done_at.is_(None))
        .values(done_at=clock.now())
        .execution_options(synchronize_session=False)
    )
