"""Stop an order until somebody has looked at it, and let it go on."""

from __future__ import annotations

from sqlalchemy import update

from shop.domain.orders.actions import tasks
from shop.domain.orders.actions.moves import SYSTEM, locked, record
from shop.domain.orders.models import Order
from shop.domain.orders.statuses import Happening, HoldReason, TaskKind
from shop.kernel.db import session


def hold(
    order_id: int,
    reason: HoldReason,
    task: TaskKind | None = None,
    note: str = "",
    actor: str = SYSTEM,
) -> None:
    """Put an order on hold: nothing ships while a reason is set. Opens `task` where one is given.

    Doing so twice for the same reason changes nothing.
    """
    order = locked(order_id)
    if task:
        tasks.open_task(order_id, task, note)
    if order.hold_reason != reason:
        _set(order, reason)
        record(order_id, Happening.HELD, actor=actor, note=note, data={"reason": reason})


def lift(order_id: int, actor: str = SYSTEM, note: str = "") -> None:
    """Let an order go on; one that is not on hold stays as it is."""
    order = locked(order_id)
    if order.hold_reason:
        was = order.hold_reason
        _set(order, None)
        record(order_id, Happening.LIFTED, actor=actor, note=note, data={"reason": was})


def _set(order: Order, reason: HoldReason | None) -> None:
    session().execute(
        update(Order)
        .where(Order.id == order.id)
        .values(hold_reason=reason)
        .execution_options(synchronize_session=False)
    )
    session().refresh(order)
