"""Pay an order that is still unpaid by another method."""

from __future__ import annotations

from sqlalchemy import update

from shop.domain.ledger.actions import post_sale, post_sale_reversal
from shop.domain.orders import rules
from shop.domain.orders.actions.moves import SYSTEM, locked, move, record
from shop.domain.orders.actions.recompute import recompute
from shop.domain.orders.draft import PaymentChoice, in_languages
from shop.domain.orders.errors import AlreadyPaid, NotPayable
from shop.domain.orders.events import OrderPlaced, OrderReceived
from shop.domain.orders.models import Order
from shop.domain.orders.statuses import Happening, OrderStatus
from shop.domain.totals.calculate import with_step
from shop.domain.totals.result import Totals
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.events import emit
from shop.kernel.i18n import _


def change_method(
    order_id: int, choice: PaymentChoice, *, step: int = 1, actor: str = SYSTEM
) -> None:
    """Set how an unpaid order is paid; `step` is the method's smallest payable step.

    Where the new step changes the rounding, the sale is reversed and posted anew. Cash on
    delivery places the order at once. Raises `AlreadyPaid` or `NotPayable`.
    """
    order = locked(order_id)
    if order.paid_minor > order.refunded_minor:
        raise AlreadyPaid(_("This order is paid, at least in part. Nothing was changed."))
    if order.status != OrderStatus.AWAITING_PAYMENT or order.hold_reason:
        raise NotPayable(_("This order is not waiting for a payment. Nothing was changed."))
    values = {
        "payment_method": choice.code,
        "payment_name": in_languages(choice.name, order.locale),
        "gateway": choice.gateway,
        "on_delivery": choice.on_delivery,
        "expires_at": rules.deadline(order.placed_at, clock.now(), choice.expires_minutes),
        **_rounded(order, step),
    }
    before = order.payment_method
    _write(order, values)
    data = {"from": before, "to": choice.code}
    record(order_id, Happening.METHOD_CHANGED, actor=actor, data=data)
    recompute(order_id)
    if choice.on_delivery:
        stamps = {"secured_at": clock.now(), "expires_at": None}
        move(order, OrderStatus.PLACED, Happening.PLACED, actor=actor, stamps=stamps)
        emit(OrderPlaced(order_id))
    elif choice.offline and before != choice.code:
        emit(OrderReceived(order_id))


def _rounded(order: Order, step: int) -> dict[str, object]:
    """Post the sale anew where `step` changes what is to be paid; return the columns to write."""
    new = with_step(Totals.from_json(order.breakdown), step)
    if new.rounding.minor == order.rounding_minor:
        return {}
    post_sale_reversal(order.id, order.sale_turn)
    post_sale(order.id, new, order.sale_turn + 1)
    return {
        "rounding_minor": new.rounding.minor, "total_minor": new.total.minor,
        "breakdown": new.to_json(), "sale_turn": order.sale_turn + 1,
    }  # fmt: skip


def _write(order: Order, values: dict[str, object]) -> None:
    session().execute(
        update(Order)
        .where(Order.id == order.id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    session().refresh(order)
