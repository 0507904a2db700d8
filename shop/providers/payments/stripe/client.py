"""The calls to Stripe, with a pinned version, time-outs, few retries and errors in our words.

Library: https://github.com/stripe/stripe-python (README: "Configuring the client", "Configuring
automatic retries"). Versions: https://docs.stripe.com/api/versioning
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from shop.domain.payments.ports import Declined, GatewayUnavailable
from shop.kernel.i18n import gettext as _

if TYPE_CHECKING:
    from stripe import StripeClient
    from stripe.params import RefundCreateParams
    from stripe.params.checkout import SessionCreateParams

# What this adapter was written for; webhook endpoints should be made for the same version.
API_VERSION = "2026-10-28.endive"
API_BASE = "https://api.stripe.com"
# To connect, and between two packets of the answer, in seconds; Stripe answers within one or two.
_TIME_OUTS = (3.05, 8.0)
# The library tries again after a lost line, a 409 and most answers of 500 and above, with the same
# idempotency key: https://docs.stripe.com/error-low-level
_RETRIES = 1
_PATIENCE = 0.25
_EXPANDED = "payment_intent.latest_charge"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whose money it is and where to call; the key appears in no `repr`."""

    secret_key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    api_base: str = API_BASE
    pages: str = ""
    """Where its hosted pages are expected, which is what browsers are told; empty: anywhere."""
    at_once: int = 3
    """Calls that may wait for Stripe at the same time, so that a slow one never stops the shop."""


class Refused(Declined):
    """Stripe refused a request for what stands in one parameter, before it did anything."""

    def __init__(self, sentence: str, parameter: str) -> None:
        super().__init__(sentence)
        self.parameter = parameter


class StripeCalls:
    """One method for each address of Stripe's that is called."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._places = BoundedSemaphore(account.at_once)

    @cached_property
    def _client(self) -> StripeClient:
        """Make the client at the first call: the library costs 0.3 s and some megabytes."""
        import stripe  # noqa: PLC0415 - as said

        stripe.enable_telemetry = False
        logging.getLogger("stripe").setLevel(logging.WARNING)  # it would log what it posts
        return stripe.StripeClient(
            self._account.secret_key,
            stripe_version=API_VERSION,
            base_addresses={"api": self._account.api_base},
            max_network_retries=_RETRIES,
            http_client=stripe.RequestsClient(timeout=_TIME_OUTS),
        )

    def create_session(self, params: SessionCreateParams, key: str) -> Mapping[str, Any]:
        """POST /v1/checkout/sessions.

        https://docs.stripe.com/api/checkout/sessions/create
        """
        with self._calling():
            made = self._client.v1.checkout.sessions.create(params, {"idempotency_key": key})
            return made.to_dict()

    def session(self, reference: str) -> Mapping[str, Any]:
        """GET /v1/checkout/sessions/:id with its PaymentIntent and that one's latest charge.

        https://docs.stripe.com/api/checkout/sessions/retrieve
        https://docs.stripe.com/api/expanding_objects
        """
        with self._calling():
            found = self._client.v1.checkout.sessions.retrieve(reference, {"expand": [_EXPANDED]})
            return found.to_dict()

    def expire_session(self, reference: str) -> Mapping[str, Any]:
        """POST /v1/checkout/sessions/:id/expire; an error unless it is open.

        https://docs.stripe.com/api/checkout/sessions/expire
        """
        with self._calling():
            return self._client.v1.checkout.sessions.expire(reference).to_dict()

    def create_refund(self, params: RefundCreateParams, key: str) -> Mapping[str, Any]:
        """POST /v1/refunds.

        https://docs.stripe.com/api/refunds/create
        """
        with self._calling():
            made = self._client.v1.refunds.create(params, {"idempotency_key": key})
            return made.to_dict()

    @contextmanager
    def _calling(self) -> Iterator[None]:
        if not self._places.acquire(timeout=_PATIENCE):
            raise GatewayUnavailable(_busy(), code="GATEWAY_BUSY")
        try:
            import stripe  # noqa: PLC0415 - after the first call it is there

            try:
                yield
            except stripe.StripeError as error:
                raise _in_our_words(error) from error
        finally:
            self._places.release()


def _in_our_words(error: Exception) -> Declined | GatewayUnavailable:
    """Translate an error: what Stripe refused for good, and what nobody knows the outcome of.

    https://docs.stripe.com/error-handling (types), https://docs.stripe.com/api/errors (statuses).
    A key that is wrong or may not do this is the shop's own trouble: another way to pay may work.
    """
    import stripe  # noqa: PLC0415 - it raised this error

    match error:
        case stripe.CardError():
            return Declined(error.user_message or _("The card was refused."))
        case stripe.InvalidRequestError():
            # Its words are for the developer: they go to the log, not to the buyer.
            _log.warning("stripe refused a request: %s", _shortly(error))
            return Refused(_refused(), _parameter(error))
        case stripe.IdempotencyError():
            _log.error("stripe saw one key with two requests: %s", _shortly(error))
            return Declined(_refused(), code="KEY_REUSED")
        case stripe.AuthenticationError() | stripe.PermissionError():
            _log.error("stripe does not accept our key: %s", _shortly(error))
        case _:
            _log.warning("stripe gave no answer: %s", _shortly(error))
    return GatewayUnavailable(_busy())


def _parameter(error: Any) -> str:
    """Return the parameter to blame; for `expires_at` Stripe may leave it to the sentence."""
    named = error.param or ""
    return named or ("expires_at" if "`expires_at`" in (error.user_message or "") else "")


def _shortly(error: Any) -> str:
    """Return what helps to find the request in Stripe's own log, and no more."""
    return f"{type(error).__name__} status={error.http_status} request={error.request_id}"


def _busy() -> str:
    return _("Cards cannot be taken just now. Try again in a minute, or choose another way to pay.")


def _refused() -> str:
    return _("This order cannot be paid by card. Choose another way to pay.")
