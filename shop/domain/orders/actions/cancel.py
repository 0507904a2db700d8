"""Cancel an order: stock back, sale reversed, what was paid to be refunded."""

from __future__ import annotations

from shop.domain.inventory.actions import allocations
from shop.domain.ledger.actions import post_sale_reversal
from shop.domain.orders import rules
from shop.domain.orders.actions.moves import SHOPPER, SYSTEM, locked, move
from shop.domain.orders.actions.recompute import recompute
from shop.domain.orders.errors import NotCancellable
from shop.domain.orders.events import OrderCancelled
from shop.domain.orders.statuses import FulfilmentState, Happening, OrderStatus
from shop.kernel import clock
from shop.kernel.events import emit
from shop.kernel.i18n import _


def cancel(order_id: int, actor: str = SYSTEM, reason: str = "") -> None:
    """Cancel an order of which nothing has shipped; raises `NotCancellable`.

    Its buyer (`actor` is `SHOPPER`) may cancel until somebody packs it.
    """
    order = locked(order_id)
    goods = FulfilmentState(order.fulfilment_state)
    if not rules.cancellable(OrderStatus(order.status), goods, by_shopper=actor == SHOPPER):
        raise NotCancellable(_("This order can no longer be cancelled."))
    stamps = {"closed_at": clock.now(), "expires_at": None, "hold_reason": None}
    move(order, OrderStatus.CANCELLED, Happening.CANCELLED, actor=actor, note=reason, stamps=stamps)
    allocations.release(order_id)
    post_sale_reversal(order_id, order.sale_turn)
    recompute(order_id)
    emit(OrderCancelled(order_id))
