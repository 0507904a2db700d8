"""Money has arrived, or went back: the books first, then what it means for the order."""

from __future__ import annotations

from shop.domain.ledger.actions import post_capture, post_refund
from shop.domain.orders.actions import confirm, tasks
from shop.domain.orders.actions.hold import hold, lift
from shop.domain.orders.actions.moves import SYSTEM, locked, record
from shop.domain.orders.actions.recompute import recompute
from shop.domain.orders.actions.revive import revive
from shop.domain.orders.actions.secure import secure
from shop.domain.orders.models import Order
from shop.domain.orders.statuses import Happening, HoldReason, OrderStatus, TaskKind
from shop.domain.payments.actions.rows import write
from shop.domain.payments.events import PaymentCaptured
from shop.domain.payments.models import Payment
from shop.domain.payments.ports import PaymentFact
from shop.domain.payments.rules import judge
from shop.kernel.events import emit
from shop.kernel.formatting import format_money
from shop.kernel.i18n import _
from shop.kernel.money import Money


def arrive(order: Order, payment: Payment, amount: Money, actor: str = SYSTEM) -> None:
    """Book a payment that was just recorded as captured, and let its order follow.

    What is not just right never gets lost: the order is put on hold and somebody has a task.
    """
    data = {"payment": payment.public_id, "amount": [amount.minor, amount.currency]}
    record(order.id, Happening.PAID, actor=actor, data={**data, "method": payment.method})
    emit(PaymentCaptured(payment.id, order.id))
    if amount.currency != order.currency:
        # The order's books are in its own currency: a person books this one.
        note = _(
            "%(amount)s came in; the order is in %(currency)s.",
            amount=_shown(amount), currency=order.currency,
        )  # fmt: skip
        hold(order.id, HoldReason.WRONG_CURRENCY, TaskKind.REVIEW, note)
        return
    post_capture(order.id, payment.id, payment.gateway, amount, actor=actor)
    recompute(order.id)
    _weigh(locked(order.id))


def give_back(order: Order, payment: Payment, fact: PaymentFact) -> bool:
    """Book what the gateway gave back beyond what we knew of; tells whether there was any."""
    back, known = fact.refunded, payment.refunded_minor
    if back is None or back.currency != order.currency or back.minor <= known:
        return False
    more = Money(back.minor - known, back.currency)
    write(payment, refunded_minor=back.minor)
    post_refund(order.id, f"{payment.id}:{back.minor}", payment.gateway, more)
    data = {"payment": payment.public_id, "amount": [more.minor, more.currency]}
    record(order.id, Happening.REFUNDED, data=data)
    recompute(order.id)
    return True


def _weigh(order: Order) -> None:
    """Move an order on as far as its money carries it; hold it where the money is not right."""
    paid = Money(order.paid_minor - order.refunded_minor, order.currency)
    total = Money(order.total_minor, order.currency)
    judgement = judge(OrderStatus(order.status), total, paid)
    if judgement.assured and not _assure(order):
        note = _("%(paid)s came in after the deadline, and the goods are gone.", paid=_shown(paid))
        hold(order.id, HoldReason.PAID_WITHOUT_STOCK, TaskKind.STOCK, note)
    elif judgement.hold:
        note = _("%(paid)s of %(total)s came in.", paid=_shown(paid), total=_shown(total))
        hold(order.id, judgement.hold, judgement.task, note)


def _assure(order: Order) -> bool:
    """Place an order whose payment is assured; False where its goods are not to be had again."""
    if order.hold_reason == HoldReason.UNDERPAID:  # the rest has come
        lift(order.id)
        tasks.close_tasks(order.id, TaskKind.REVIEW)
    if order.status == OrderStatus.EXPIRED:
        return revive(order.id)
    if order.status == OrderStatus.AWAITING_PAYMENT:
        secure(order.id)
    elif order.status == OrderStatus.PLACED:  # such as cash on delivery, paid beforehand
        confirm.by_rule(locked(order.id))
    return True


def _shown(money: Money) -> str:
    return format_money(money.minor, money.currency)
