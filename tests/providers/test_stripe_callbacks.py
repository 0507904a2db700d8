"""What Stripe posts: only what it signed a moment ago is read, and every event has its meaning."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from stripe import SignatureVerificationError, WebhookSignature

from shop.domain.payments.ports import BadSignature, CallbackEvent, FactState, StaleCallback
from shop.kernel.money import Money
from shop.providers.payments.stripe.callbacks import read
from tests.support.hands import Hands

OLD, NEW = "whsec_old", "whsec_new"
SESSION = {
    "id": "cs_test_1",
    "object": "checkout.session",
    "amount_total": 145000,
    "client_reference_id": "pay_1",
    "currency": "kes",
    "payment_intent": "pi_1",
    "payment_status": "paid",
    "status": "complete",
}
INTENT = {
    "id": "pi_1",
    "object": "payment_intent",
    "last_payment_error": {"type": "card_error", "message": "Your card was declined."},
    "metadata": {"payment": "pay_1"},
}
CHARGE = {
    "id": "ch_1",
    "object": "charge",
    "amount_captured": 145000,
    "amount_refunded": 45000,
    "currency": "kes",
    "metadata": {"payment": "pay_1"},
}


def _body(kind: str, thing: dict[str, Any]) -> bytes:
    return json.dumps({"id": "evt_1", "type": kind, "data": {"object": thing}}).encode()


def _headers(body: bytes, *secrets: str, at: int, scheme: str = "v1") -> dict[str, str]:
    marks = [
        hmac.new(secret.encode(), b"%d.%s" % (at, body), hashlib.sha256).hexdigest()
        for secret in secrets
    ]
    return {"stripe-signature": ",".join([f"t={at}", *(f"{scheme}={mark}" for mark in marks)])}


def _event(kind: str, thing: dict[str, Any], clock: Hands) -> CallbackEvent:
    body = _body(kind, thing)
    return read(body, _headers(body, NEW, at=int(clock.now.timestamp())), [OLD, NEW])


@pytest.mark.parametrize("signed_by", [(OLD,), (NEW,), (OLD, NEW), ("whsec_foreign", NEW)])
def test_the_old_and_the_new_secret_hold_while_one_is_rolled(
    signed_by: tuple[str, ...], clock: Hands
) -> None:
    body = _body("ping", {})
    headers = _headers(body, *signed_by, at=int(clock.now.timestamp()))
    assert read(body, headers, [OLD, NEW]).event_id == "evt_1"


@pytest.mark.parametrize("secrets", [[], ["whsec_foreign"]])
def test_a_foreign_secret_does_not_hold(secrets: list[str], clock: Hands) -> None:
    body = _body("ping", {})
    with pytest.raises(BadSignature):
        read(body, _headers(body, OLD, NEW, at=int(clock.now.timestamp())), secrets)


@pytest.mark.parametrize(
    "header",
    [
        "", "t=,v1=", "v1=00", "t=1,v0=00", "t=1", "nonsense", "t=x,v1=00", "t=1,t=2,v1=00",
        "t=\N{ARABIC-INDIC DIGIT ONE},v1=00", "t=1,v1=é", "t=1," + "v1=00," * 1000,
    ],
)  # fmt: skip
def test_a_header_that_is_none_is_refused(header: str, clock: Hands) -> None:
    with pytest.raises(BadSignature):
        read(_body("ping", {}), {"Stripe-Signature": header}, [NEW])


def test_only_the_scheme_that_holds_counts(clock: Hands) -> None:
    body = _body("ping", {})
    headers = _headers(body, NEW, at=int(clock.now.timestamp()), scheme="v0")
    with pytest.raises(BadSignature):
        read(body, headers, [NEW])


def test_one_changed_byte_is_one_too_many(clock: Hands) -> None:
    body = _body("checkout.session.completed", SESSION)
    headers = _headers(body, NEW, at=int(clock.now.timestamp()))
    with pytest.raises(BadSignature):
        read(body.replace(b"145000", b"145001"), headers, [NEW])


@pytest.mark.parametrize(
    ("seconds", "holds"), [(0, True), (300, True), (301, False), (-301, False)]
)
def test_five_minutes_are_allowed_either_way(seconds: int, holds: bool, clock: Hands) -> None:
    body = _body("ping", {})
    headers = _headers(body, NEW, at=int(clock.now.timestamp()) - seconds)
    if holds:
        assert read(body, headers, [NEW]).kind == "ping"
    else:
        with pytest.raises(StaleCallback):
            read(body, headers, [NEW])


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xff\xfe", b"[]", b"7", b"{}", b'{"id": 7, "type": "x", "data": {"object": {}}}',
        b'{"id": "e", "type": "checkout.session.completed", "data": {"object": {}}}',
        b'{"id": "e", "type": "charge.refunded", "data": {"object": 7}}',
        b'{"id": "e", "type": "x", "data": null}',
    ],
)  # fmt: skip
def test_what_is_signed_but_unreadable_is_refused(body: bytes, clock: Hands) -> None:
    with pytest.raises(BadSignature):
        read(body, _headers(body, NEW, at=int(clock.now.timestamp())), [NEW])


def test_the_library_agrees_about_signatures() -> None:
    body = _body("ping", {})
    theirs = WebhookSignature.generate_signature_header(body.decode(), NEW)
    assert read(body, {"Stripe-Signature": theirs}, [NEW]).kind == "ping"
    ours = _headers(body, NEW, at=int(time.time()))["stripe-signature"]
    assert WebhookSignature.verify_header(body, ours, NEW, 300)
    with pytest.raises(SignatureVerificationError):
        WebhookSignature.verify_header(body, ours, OLD, 300)


def test_a_paid_session_is_captured(clock: Hands) -> None:
    event = _event("checkout.session.completed", SESSION, clock)
    assert (event.reference, event.payment_id) == ("cs_test_1", "pay_1")
    assert event.fact is not None
    assert (event.fact.state, event.fact.amount) == (FactState.CAPTURED, Money(145000, "KES"))


@pytest.mark.parametrize(
    ("kind", "changes", "state"),
    [
        ("checkout.session.completed", {"payment_status": "unpaid"}, FactState.PENDING),
        ("checkout.session.async_payment_succeeded", {}, FactState.CAPTURED),
        (
            "checkout.session.async_payment_failed",
            {"payment_status": "unpaid"},
            FactState.FAILED,
        ),
        (
            "checkout.session.expired",
            {"payment_status": "unpaid", "status": "expired"},
            FactState.EXPIRED,
        ),
    ],
)
def test_sessions_say_how_they_stand(
    kind: str, changes: dict[str, str], state: FactState, clock: Hands
) -> None:
    event = _event(kind, SESSION | changes, clock)
    assert event.fact is not None
    assert event.fact.state is state


def test_a_refused_card_ends_nothing(clock: Hands) -> None:
    """The session stays open: the buyer may take another card on the same page."""
    event = _event("payment_intent.payment_failed", INTENT, clock)
    assert (event.reference, event.payment_id) == ("", "pay_1")
    assert event.fact is not None
    assert event.fact.state is FactState.PENDING
    assert event.fact.failure == "Your card was declined."


def test_the_words_for_developers_are_not_shown(clock: Hands) -> None:
    error = {"type": "invalid_request_error", "message": "No such customer: cus_9"}
    event = _event("payment_intent.payment_failed", INTENT | {"last_payment_error": error}, clock)
    assert event.fact is not None
    assert event.fact.failure == "The payment did not go through."


def test_a_refund_tells_all_that_went_back(clock: Hands) -> None:
    event = _event("charge.refunded", CHARGE, clock)
    assert event.payment_id == "pay_1"
    assert event.fact is not None
    assert event.fact.amount == Money(145000, "KES")
    assert event.fact.refunded == Money(45000, "KES")


@pytest.mark.parametrize("kind", ["payment_intent.succeeded", "customer.created", "made.up"])
def test_events_that_need_nothing_done_say_nothing(kind: str, clock: Hands) -> None:
    assert _event(kind, INTENT, clock).fact is None
