"""Write down what a gateway says of an attempt: the one way money reaches an order."""

from __future__ import annotations

from enum import StrEnum

from shop.domain.orders.actions.hold import hold
from shop.domain.orders.actions.moves import record
from shop.domain.orders.statuses import Happening, HoldReason, TaskKind
from shop.domain.payments.actions.arrive import arrive, give_back
from shop.domain.payments.actions.rows import locked_pair, write
from shop.domain.payments.events import PaymentFailed
from shop.domain.payments.models import Payment
from shop.domain.payments.ports import PaymentFact
from shop.domain.payments.statuses import OPEN, PaymentStatus, newer
from shop.kernel import clock
from shop.kernel.events import emit
from shop.kernel.i18n import _
from shop.kernel.money import Money

_LONGEST = 500


class Outcome(StrEnum):
    """What came of a fact."""

    SETTLED = "settled"
    """It was new, and is written down."""
    KNOWN = "known"
    """It was known, or is older than what is known."""
    DOUBTED = "doubted"
    """It contradicts a recorded payment. Nothing was changed: the gateway is to be asked."""


def settle(payment_id: int, fact: PaymentFact) -> Outcome:
    """Let an attempt, its order and the books follow a fact; any number of times, in any order.

    A recorded payment is never overwritten (M1, M4). An event that contradicts one may just be
    late, so nothing is done about it here: whoever has asked the gateway itself and heard the same
    calls `contradict`.
    """
    order, payment = locked_pair(payment_id)
    if payment.status == PaymentStatus.CAPTURED:
        if _contradicts(payment, fact):
            return Outcome.DOUBTED
        write(payment, verified_at=clock.now())
        return Outcome.SETTLED if give_back(order, payment, fact) else Outcome.KNOWN
    told = PaymentStatus(fact.state.value)
    was_open = payment.status in OPEN
    if not newer(told, payment.status):
        _note(payment, fact)
        return Outcome.KNOWN
    stamps = {"status": told, **_stamps(payment, fact)}
    if told not in OPEN:
        stamps["next_look_up_at"] = None  # the gateway has spoken its last word
    if fact.amount is not None:
        stamps |= {
            "captured_minor": fact.amount.minor, "captured_currency": fact.amount.currency,
        }  # fmt: skip
    write(payment, **stamps)
    if fact.amount is not None:
        arrive(order, payment, fact.amount)
        give_back(order, payment, fact)
    elif was_open and told not in OPEN:
        data = {"payment": payment.public_id, "status": told, "reason": fact.failure}
        record(order.id, Happening.ATTEMPT_FAILED, data=data)
        emit(PaymentFailed(payment.id, order.id))
    return Outcome.SETTLED


def contradict(payment_id: int, fact: PaymentFact) -> None:
    """Have somebody look: the gateway itself denies a payment that was recorded (M4)."""
    order, payment = locked_pair(payment_id)
    note = _(
        "%(gateway)s says “%(state)s” of payment %(reference)s, which was recorded as paid.",
        gateway=payment.gateway, state=fact.state.value, reference=payment.reference or "",
    )  # fmt: skip
    hold(order.id, HoldReason.CONTRADICTION, TaskKind.REVIEW, note)


def _contradicts(payment: Payment, fact: PaymentFact) -> bool:
    told = PaymentStatus(fact.state.value)
    if told is not PaymentStatus.CAPTURED:
        return told not in OPEN
    captured = Money(payment.captured_minor, payment.captured_currency or payment.currency)
    back = fact.refunded
    too_much = back is not None and (back.currency, back.minor) > (
        captured.currency, captured.minor,
    )  # fmt: skip
    return fact.amount != captured or too_much


def _stamps(payment: Payment, fact: PaymentFact) -> dict[str, object]:
    return {
        "reference": payment.reference or fact.reference or None,
        "failure": fact.failure[:_LONGEST],
        "verified_at": clock.now(),
    }


def _note(payment: Payment, fact: PaymentFact) -> None:
    """Keep why it did not work so far, and that the gateway was heard."""
    stamps = _stamps(payment, fact)
    if not fact.failure:
        del stamps["failure"]
    write(payment, **stamps)
