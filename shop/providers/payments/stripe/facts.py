"""What Stripe's objects say of a payment, in the domain's words.

Pages: https://docs.stripe.com/api/checkout/sessions/object (status, payment_status, amount_total),
https://docs.stripe.com/api/payment_intents/object (status, last_payment_error, latest_charge),
https://docs.stripe.com/api/charges/object (amount_captured, amount_refunded),
https://docs.stripe.com/api/refunds/object (status, failure_reason).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shop.domain.payments.ports import FactState, PaymentFact, RefundFact, RefundState
from shop.kernel.i18n import gettext as _
from shop.providers.payments.stripe.amounts import from_stripe

Said = Mapping[str, Any]
OURS = "payment"
"""The name under which our own public id travels in the metadata of every object."""
_REFUNDS = {
    "succeeded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
_LONGEST_FAILURE = 300


def payment_id(said: Said) -> str:
    """Return our own id, which the objects of a payment carry along.

    Stripe copies the metadata of a PaymentIntent to its charges:
    https://support.stripe.com/questions/how-metadata-works-with-related-objects
    """
    ours = said.get("client_reference_id") or (said.get("metadata") or {}).get(OURS)
    return ours if isinstance(ours, str) else ""


def of_session(session: Said) -> PaymentFact:
    """Read a Checkout Session; with its PaymentIntent and charge where they were expanded.

    A session that is `complete` but `unpaid` was paid by a method that takes days; it fails when
    its PaymentIntent is back at `requires_payment_method`. A refused card leaves the session
    `open`: the buyer may take another on the same page.
    https://docs.stripe.com/checkout/fulfillment, https://docs.stripe.com/payments/paymentintents/lifecycle
    """
    intent = session.get("payment_intent")
    intent = intent if isinstance(intent, Mapping) else {}
    failure = refusal(intent.get("last_payment_error"))
    state = _state(session, intent)
    if state is FactState.CAPTURED:
        charge = intent.get("latest_charge")
        given_back = charge.get("amount_refunded", 0) if isinstance(charge, Mapping) else None
        currency = session["currency"]
        return PaymentFact(
            reference=session["id"],
            state=state,
            amount=from_stripe(session["amount_total"], currency),
            refunded=None if given_back is None else from_stripe(given_back, currency),
        )
    return PaymentFact(reference=session["id"], state=state, failure=failure)


def _state(session: Said, intent: Said) -> FactState:
    if session.get("payment_status") == "paid":
        return FactState.CAPTURED
    if session["status"] == "open":
        return FactState.PENDING
    if session["status"] == "expired":
        return FactState.EXPIRED
    if intent.get("status") == "requires_payment_method":
        return FactState.FAILED
    if intent.get("status") == "canceled":
        return FactState.CANCELLED
    return FactState.PENDING


def of_failed_session(session: Said) -> PaymentFact:
    """Read a complete session whose slow payment came back: nobody can pay it any more."""
    return PaymentFact(
        reference=session["id"],
        state=FactState.FAILED,
        failure=_("The payment did not go through."),
    )


def of_charge(charge: Said) -> PaymentFact:
    """Read a charge that was refunded, in whole or in part; it does not name its session."""
    return PaymentFact(
        reference="",
        state=FactState.CAPTURED,
        amount=from_stripe(charge["amount_captured"], charge["currency"]),
        refunded=from_stripe(charge["amount_refunded"], charge["currency"]),
    )


def of_refused_attempt(intent: Said) -> PaymentFact:
    """Read the PaymentIntent of a refused card: nothing is lost while its session is open."""
    return PaymentFact(
        reference="", state=FactState.PENDING, failure=refusal(intent.get("last_payment_error"))
    )


def of_refund(refund: Said) -> RefundFact:
    """Read a refund; what is neither done nor refused is on its way."""
    return RefundFact(
        reference=refund["id"],
        state=_REFUNDS.get(refund.get("status") or "", RefundState.PENDING),
        amount=from_stripe(refund["amount"], refund["currency"]),
        failure=refund.get("failure_reason") or "",
    )


def refusal(error: object) -> str:
    """Return the sentence for the buyer: messages of card errors are written to be shown.

    https://docs.stripe.com/api/errors: "these messages can be shown to your users".
    """
    if not isinstance(error, Mapping):
        return ""
    if error.get("type") == "card_error" and isinstance(error.get("message"), str):
        return str(error["message"])[:_LONGEST_FAILURE]
    return _("The payment did not go through.")
