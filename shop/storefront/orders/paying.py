"""What an order that waits for its money asks of its buyer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.domain.orders.queries import OrderView
from shop.domain.payments.queries import Attempt, MethodView
from shop.domain.payments.statuses import PaymentStatus
from shop.kernel import clock
from shop.kernel.i18n import _
from shop.storefront.orders.shapes import MethodChoice, NextStep, PayForm
from shop.storefront.orders.words import money, until


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a next step depends on."""

    order: OrderView
    path: str
    attempts: Sequence[Attempt]
    methods: Sequence[MethodView]
    """What may be chosen for this order now."""
    chosen: MethodView | None
    """The order's own method; None where the shop no longer has it."""


def awaiting(case: Case) -> NextStep:
    """Return the step of an order that nobody has paid yet."""
    order = case.order
    newest = case.attempts[0] if case.attempts else None
    if case.chosen and case.chosen.offline:
        return _to_pay(case, case.chosen.name, [], "")
    if newest and newest.is_open and newest.reference:
        text = [newest.failure] if newest.failure else []
        text.append(_("As soon as we hear of your payment, this page says so."))
        again = _("Go on paying") if newest.resumes_at else ""
        return _to_pay(case, _("We wait for your payment"), text, again)
    if newest and newest.status in {PaymentStatus.FAILED, PaymentStatus.CANCELLED}:
        text = [newest.failure or _("Try again, or pay another way.")]
        return _to_pay(case, _("The payment did not work"), text, _("Try again"), "bad")
    pay = _("Pay %(amount)s", amount=money(order.owed))
    return _to_pay(case, _("One step is left: pay"), [], pay)


def underpaid(case: Case) -> NextStep:
    """Return the step of an order that was paid in part."""
    order = case.order
    text = [_("%(paid)s of %(total)s has arrived.", **paid_of(order))]
    title = _("%(amount)s is still missing", amount=money(order.owed))
    pay = _("Pay %(amount)s", amount=money(order.owed))
    return _to_pay(case, title, text, pay, "warn")


def paid_of(order: OrderView) -> dict[str, str]:
    """Return what has come of what was asked for, in words."""
    return {"paid": money(order.paid - order.refunded), "total": money(order.totals.total)}


def _to_pay(
    case: Case, title: str, text: Sequence[str], label: str, tone: str = "next"
) -> NextStep:
    order, offline = case.order, bool(case.chosen and case.chosen.offline)
    others = [
        MethodChoice(one.code, one.name, "" if one.offline else one.instructions)
        for one in case.methods
        if one.code != order.payment_method and not order.paid
    ]
    kept = ""
    if order.expires_at and order.expires_at > clock.now() and not order.hold_reason:
        kept = _("We keep everything for you until %(moment)s.", moment=until(order.expires_at))
    return NextStep(
        title,
        list(text),
        how=case.chosen.instructions.strip() if case.chosen and offline else "",
        amount=money(order.owed),
        reference=order.number if offline else "",
        until=kept,
        tone=tone,
        pay=PayForm(
            f"{case.path}/payments",
            order.payment_method,
            label if case.chosen and not offline else "",
            others,
        ),
    )
