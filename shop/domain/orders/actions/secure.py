"""Payment is assured: the order is placed, and confirmed by rule where it is paid."""

from __future__ import annotations

from shop.domain.orders.actions import tasks
from shop.domain.orders.actions.confirm import by_rule
from shop.domain.orders.actions.moves import SYSTEM, locked, move
from shop.domain.orders.actions.recompute import recompute
from shop.domain.orders.events import OrderPlaced
from shop.domain.orders.statuses import Happening, HoldReason, OrderStatus, TaskKind
from shop.kernel import clock
from shop.kernel.events import emit


def secure(order_id: int, actor: str = SYSTEM) -> bool:
    """Move an order that awaits payment to `placed`, and on to `confirmed` where it is paid.

    Recomputes first. Tells whether the order moved: one that was placed before stays as it is.
    Raises `Conflict` for a cancelled or expired order; an expired one is for `revive`.
    """
    order = locked(order_id)
    recompute(order_id)
    if order.status in {OrderStatus.PLACED, OrderStatus.CONFIRMED, OrderStatus.COMPLETED}:
        return False
    stamps: dict[str, object] = {"secured_at": clock.now(), "expires_at": None}
    if order.hold_reason == HoldReason.UNDERPAID:
        stamps["hold_reason"] = None
        tasks.close_tasks(order_id, TaskKind.REVIEW)
    move(order, OrderStatus.PLACED, Happening.SECURED, actor=actor, stamps=stamps)
    by_rule(order)
    emit(OrderPlaced(order_id))
    return True
