"""A payment that came late brings an expired order back, where its goods are still to be had."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from shop.domain.inventory.actions import allocations
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.ledger.actions import post_sale
from shop.domain.orders.actions import tasks
from shop.domain.orders.actions.confirm import by_rule
from shop.domain.orders.actions.moves import SYSTEM, locked, move
from shop.domain.orders.actions.recompute import recompute
from shop.domain.orders.events import OrderPlaced
from shop.domain.orders.models import OrderLine
from shop.domain.orders.statuses import Happening, HoldReason, OrderStatus, TaskKind
from shop.domain.totals.result import Totals
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.errors import Conflict
from shop.kernel.events import emit
from shop.kernel.i18n import _

_WANTED = (
    select(OrderLine.variant_id, func.sum(OrderLine.quantity - OrderLine.cancelled))
    .where(OrderLine.order_id == bindparam("order"), OrderLine.physical.is_(True))
    .group_by(OrderLine.variant_id)
)


def revive(order_id: int, actor: str = SYSTEM) -> bool:
    """Bring an expired order back to `placed`; False, and nothing changed, without the stock.

    Raises `Conflict` where the order is not expired.
    """
    order = locked(order_id)
    if order.status != OrderStatus.EXPIRED:  # its stock would be taken a second time
        raise Conflict(_("This order has not expired."), code="ILLEGAL_MOVE")
    wanted = {row[0]: int(row[1]) for row in session().execute(_WANTED, {"order": order_id})}
    try:
        with session().begin_nested():
            allocations.allocate(order_id, wanted, None)
    except NotEnoughStock:
        return False
    turn = order.sale_turn + 1
    stamps: dict[str, object] = {
        "sale_turn": turn, "secured_at": clock.now(), "expires_at": None, "closed_at": None,
    }  # fmt: skip
    if order.hold_reason == HoldReason.PAID_WITHOUT_STOCK:
        stamps["hold_reason"] = None
        tasks.close_tasks(order_id, TaskKind.STOCK)
    move(order, OrderStatus.PLACED, Happening.REVIVED, actor=actor, stamps=stamps)
    post_sale(order_id, Totals.from_json(order.breakdown), turn)
    recompute(order_id)
    by_rule(order)
    emit(OrderPlaced(order_id))
    return True
