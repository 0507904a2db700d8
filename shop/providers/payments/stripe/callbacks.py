"""Verify what Stripe posts to us, and read what it says.

Signature: https://docs.stripe.com/webhooks/signature (verify manually; several `v1` while a secret
is rolled; tolerance of five minutes). Ordering and duplicates: https://docs.stripe.com/webhooks.
It is done by hand so that a web process needs neither the library nor its clock.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shop.domain.payments.ports import BadSignature, CallbackEvent, PaymentFact, StaleCallback
from shop.kernel import clock
from shop.providers.payments.stripe import facts

HEADER = "Stripe-Signature"
TOLERANCE_SECONDS = 300
_SCHEME = "v1"
_LONGEST_HEADER = 2000
_log = logging.getLogger(__name__)
# Sessions say how they stand; `reference` is theirs. https://docs.stripe.com/api/events/types
# A refused card is told as `pending` with its reason, never as the end of the payment: the session
# stays open, and what ends it says so itself (expired, async_payment_failed).
_READERS: Mapping[str, Callable[[facts.Said], PaymentFact]] = {
    "checkout.session.completed": facts.of_session,
    "checkout.session.async_payment_succeeded": facts.of_session,
    "checkout.session.async_payment_failed": facts.of_failed_session,
    "checkout.session.expired": facts.of_session,
    "payment_intent.payment_failed": facts.of_refused_attempt,
    "charge.refunded": facts.of_charge,
}


def verify(body: bytes, header: str, secrets: Sequence[str]) -> None:
    """Raise unless one of `secrets` signed exactly this body, no more than five minutes ago."""
    stamp, signatures = _parts(header)
    signed = stamp.encode() + b"." + body
    known = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    # Each is compared with each, in constant time, whatever was found before.
    matches = [hmac.compare_digest(ours, theirs) for ours in known for theirs in signatures]
    if not any(matches):
        raise BadSignature("Stripe did not sign this.")
    if abs(clock.now().timestamp() - int(stamp)) > TOLERANCE_SECONDS:
        raise StaleCallback("This was signed too long ago.")


def _parts(header: str) -> tuple[str, list[str]]:
    if len(header) > _LONGEST_HEADER or not header.isascii():
        raise BadSignature("The signature cannot be read.")
    pairs = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _equals, value in pairs if name == "t"]
    signatures = [value for name, _equals, value in pairs if name == _SCHEME]
    if len(stamps) != 1 or not stamps[0].isdecimal() or not signatures:
        raise BadSignature("The signature cannot be read.")
    return stamps[0], signatures


def read(body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> CallbackEvent:
    """Return what a callback says, once its signature holds."""
    given = {name.lower(): value for name, value in headers.items()}
    verify(body, given.get(HEADER.lower(), ""), secrets)
    try:
        event = json.loads(body)
        return _event(event["id"], event["type"], event["data"]["object"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSignature("Stripe signed what cannot be read.") from error


def _event(event_id: Any, kind: Any, said: facts.Said) -> CallbackEvent:
    if not isinstance(event_id, str) or not isinstance(kind, str):
        raise TypeError("an event has an id and a type")
    reference = str(said["id"]) if kind.startswith("checkout.session.") else ""
    reader = _READERS.get(kind)
    if reader is None:
        _log.info("stripe told of %s (%s), which needs nothing done", kind, event_id)
    return CallbackEvent(
        event_id=event_id,
        kind=kind,
        reference=reference,
        payment_id=facts.payment_id(said),
        fact=reader(said) if reader else None,
    )
