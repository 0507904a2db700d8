"""The shop says yes: a person after a call, or the rule for what is paid."""

from __future__ import annotations

from shop.domain.orders.actions.moves import SYSTEM, locked, move
from shop.domain.orders.errors import OnHold
from shop.domain.orders.models import Order
from shop.domain.orders.statuses import Happening, OrderStatus, PaymentState
from shop.kernel.i18n import _

_PAID = frozenset({PaymentState.PAID, PaymentState.OVERPAID})


def confirm(order_id: int, actor: str = SYSTEM, note: str = "") -> None:
    """Confirm a placed order; raises `OnHold`, or `Conflict` from any other state."""
    order = locked(order_id)
    if order.hold_reason:
        raise OnHold(_("This order is on hold: settle why before you confirm it."))
    move(order, OrderStatus.CONFIRMED, Happening.CONFIRMED, actor=actor, note=note)


def by_rule(order: Order) -> None:
    """Confirm a locked, placed order that is paid and not on hold: nobody needs to be called."""
    if order.payment_state in _PAID and order.total_minor and not order.hold_reason:
        move(order, OrderStatus.CONFIRMED, Happening.CONFIRMED)
