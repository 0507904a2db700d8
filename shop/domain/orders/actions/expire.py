"""Nobody paid in time: the stock goes back."""

from __future__ import annotations

from shop.domain.inventory.actions import allocations
from shop.domain.ledger.actions import post_sale_reversal
from shop.domain.orders.actions.moves import locked, move
from shop.domain.orders.actions.recompute import recompute
from shop.domain.orders.events import OrderExpired
from shop.domain.orders.statuses import Happening, OrderStatus
from shop.kernel import clock
from shop.kernel.events import emit


def expire(order_id: int) -> bool:
    """Expire an order whose deadline is over and of which nothing was paid; tells whether it did.

    An order on hold, or one that was paid in part, waits for a person instead.
    """
    order, moment = locked(order_id), clock.now()
    due = order.expires_at is not None and order.expires_at <= moment
    waits = order.status == OrderStatus.AWAITING_PAYMENT and not order.hold_reason
    if not due or not waits or order.paid_minor:
        return False
    move(order, OrderStatus.EXPIRED, Happening.EXPIRED, stamps={"closed_at": moment})
    allocations.release(order_id)
    post_sale_reversal(order_id, order.sale_turn)
    recompute(order_id)
    emit(OrderExpired(order_id))
    return True
