"""`PaymentGateway` in Stripe's terms: a Checkout Session on Stripe's own page, by redirect.

Guide: https://docs.stripe.com/payments/accept-a-payment?payment-ui=checkout. Card data never
touches the shop (SAQ A: https://docs.stripe.com/security/guide), and the page needs no script of
ours.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shop.domain.payments.ports import (
    CallbackEvent,
    Declined,
    GatewayUnavailable,
    PaymentFact,
    RefundFact,
    RefundRequest,
    Started,
    StartRequest,
)
from shop.kernel.i18n import gettext as _
from shop.kernel.money import Money
from shop.providers.payments.stripe import callbacks, facts
from shop.providers.payments.stripe.amounts import smallest_step, to_stripe
from shop.providers.payments.stripe.client import Account, Refused, StripeCalls

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

_log = logging.getLogger(__name__)
_LONGEST_NAME = 250
_MAY_BE_LEFT_OUT = ("expires_at", "customer_email")
# Those of our languages, and of those we may get, that its pages speak; others: the browser's.
_LOCALES = frozenset({"de", "en", "es", "fr", "it", "ms", "nl", "pt", "zh"})
# https://docs.stripe.com/api/refunds/create knows three reasons; ours is kept beside it.
_REASON = "requested_by_customer"
_LONGEST_NOTE = 500


class StripeGateway:
    """Takes cards, wallets and whatever else the account has switched on at Stripe."""

    code = "stripe"
    offline = False
    on_delivery = False

    def __init__(self, account: Account) -> None:
        self._account = account
        self._calls = StripeCalls(account)

    def smallest_step(self, currency: str) -> int:
        """Return ten for currencies of three decimals, else what ISO 4217 and Stripe share."""
        return smallest_step(currency)

    def start(self, request: StartRequest) -> Started:
        """Open a Checkout Session; the same key again returns the same session for a day.

        https://docs.stripe.com/api/idempotent_requests. `expires_at` must lie 30 minutes to 24
        hours ahead (https://docs.stripe.com/api/checkout/sessions/create). The first request says
        ours as it is, so that a repeat says the same. Only where Stripe refuses it, having made
        nothing, another one leaves it out, under a key of its own; the shop closes the session
        itself when the order expires. An e-mail address that Stripe dislikes is left out likewise.
        """
        without: tuple[str, ...] = ()
        while True:
            key = request.idempotency_key + "".join(f".no-{name}" for name in without)
            try:
                session = self._calls.create_session(_session_params(request, without), key)
                break
            except Refused as refused:
                if refused.parameter not in _MAY_BE_LEFT_OUT or refused.parameter in without:
                    raise
                without = (*without, refused.parameter)
        with _sense():
            reference, url = _text(session["id"]), _text(session["url"])
        if not url.startswith(self._account.pages):
            _log.error(
                "browsers will not go to %s: say so in STRIPE_PAGES", url.partition("/c/")[0]
            )
        return Started(reference=reference, continue_url=url)

    def look_up(self, reference: str) -> PaymentFact:
        """Ask for the session, its PaymentIntent and what of its charge was given back."""
        try:
            session = self._calls.session(reference)
        except Refused as refused:
            # A key of another account, or of test mode instead of live: Stripe knows nothing of it.
            raise GatewayUnavailable(refused.sentence, code="UNKNOWN_AT_GATEWAY") from refused
        with _sense():
            return facts.of_session(session)

    def close(self, reference: str) -> PaymentFact:
        """Expire the session. Where that is refused, somebody paid or it was closed before: ask."""
        try:
            session = self._calls.expire_session(reference)
        except Refused:
            return self.look_up(reference)
        with _sense():
            return facts.of_session(session)

    def refund(self, request: RefundRequest) -> RefundFact:
        """Give money back through the session's PaymentIntent; Stripe refuses more than is left.

        https://docs.stripe.com/api/refunds/create, https://docs.stripe.com/refunds
        """
        amount = _amount(request.amount)
        intent = self._calls.session(request.reference).get("payment_intent")
        if not isinstance(intent, Mapping):
            raise Declined(_("Nothing was paid here, so nothing can be given back."))
        with _sense():
            refund = self._calls.create_refund(
                {
                    "payment_intent": _text(intent["id"]),
                    "amount": amount,
                    "reason": _REASON,
                    "metadata": {
                        facts.OURS: facts.payment_id(intent),
                        "note": request.reason[:_LONGEST_NOTE],
                    },
                },
                request.idempotency_key,
            )
            return facts.of_refund(refund)

    def read_callback(self, body: bytes, headers: Mapping[str, str]) -> CallbackEvent:
        """Verify and read an event; see `callbacks`."""
        return callbacks.read(body, headers, self._account.webhook_secrets)


def _session_params(request: StartRequest, without: Sequence[str]) -> SessionCreateParams:
    """Say what is to be paid: one line, the order's total, since the total is what was agreed on.

    Adaptive Pricing is off, so that what the order says is what is charged:
    https://docs.stripe.com/payments/currencies/localize-prices/adaptive-pricing
    """
    ours = {facts.OURS: request.payment_id}
    params: SessionCreateParams = {
        "mode": "payment",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": request.amount.currency.lower(),
                    "unit_amount": _amount(request.amount),
                    "product_data": {"name": request.description[:_LONGEST_NAME]},
                },
            }
        ],
        "success_url": request.return_url,
        "cancel_url": request.cancel_url,
        "client_reference_id": request.payment_id,
        "metadata": ours,
        "payment_intent_data": {"metadata": ours, "description": request.description},
        "adaptive_pricing": {"enabled": False},
        "locale": request.locale if request.locale in _LOCALES else "auto",
    }
    if "expires_at" not in without:
        params["expires_at"] = int(request.expires_at.timestamp())
    if request.email and "customer_email" not in without:
        params["customer_email"] = request.email
    return params


def _amount(money: Money) -> int:
    amount = to_stripe(money)
    if amount is None:
        raise Declined(
            _("Cards cannot take exactly this sum. Choose another way to pay."), code="STEP"
        )
    return amount


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("this is no text")
    return value


@contextmanager
def _sense() -> Iterator[None]:
    """Call an answer without the fields it must have what it is: no usable answer."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise GatewayUnavailable(
            _("The card payment gave an answer that makes no sense. Try again in a minute.")
        ) from error
