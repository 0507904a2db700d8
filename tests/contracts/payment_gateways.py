"""What every payment gateway must do. A test file subclasses `PaymentGatewayContract`.

It gives the fixture `behind`: the adapter, and hands on whoever it talks to (`Behind`).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Protocol

import pytest

from shop.domain.payments.ports import (
    BadSignature,
    CallbackEvent,
    Declined,
    FactState,
    GatewayUnavailable,
    PaymentGateway,
    RefundRequest,
    RefundState,
    StaleCallback,
    StartRequest,
)
from shop.kernel import clock
from shop.kernel.money import Money

KSH = Money(145_050, "KES")
_numbers = count(1)
OVER = {FactState.CANCELLED, FactState.EXPIRED, FactState.FAILED}


class Behind(Protocol):
    """Whoever is behind an adapter in a test."""

    @property
    def gateway(self) -> PaymentGateway:
        """The adapter."""

    def approve(self, reference: str) -> None:
        """Let the buyer pay on the gateway's page; no error where that is no longer possible."""

    def decline(self, reference: str) -> None:
        """Let the payment be refused on the gateway's page."""

    def callbacks(self) -> list[tuple[bytes, dict[str, str]]]:
        """Return what would be called back since this was last asked, signed just now."""

    def signed(self, body: bytes, age: timedelta) -> dict[str, str]:
        """Return headers that vouch for `body`, as they were `age` ago."""

    def started(self) -> int:
        """Return how many payments were started there."""

    def losing_answers(self) -> AbstractContextManager[None]:
        """Let every call arrive there, and no answer here."""

    def away(self) -> AbstractContextManager[None]:
        """Let nobody answer."""


def request_of(amount: Money = KSH) -> StartRequest:
    """Return what a new attempt asks for."""
    name = f"pay_contract{next(_numbers):08}"
    return StartRequest(
        payment_id=name,
        idempotency_key=f"{name}.start",
        amount=amount,
        description="Order D-20261120-0001",
        return_url="http://localhost/orders/x/return",
        cancel_url="http://localhost/orders/x",
        email="asha@example.com",
        locale="en",
        expires_at=clock.now() + timedelta(minutes=35),
    )


def refund_of(reference: str, minor: int, key: str = "refund-1") -> RefundRequest:
    """Return what a refund asks for."""
    return RefundRequest(
        reference=reference, amount=Money(minor, "KES"), idempotency_key=key, reason="torn"
    )


class PaymentGatewayContract:
    """Run on the test gateway and on Stripe; a third gateway subclasses it too."""

    @pytest.fixture
    def behind(self) -> Behind:
        """Return the adapter and hands on who it talks to."""
        raise NotImplementedError("a test file gives its own")

    # Starting

    def test_starting_leads_the_browser_on(self, behind: Behind) -> None:
        started = behind.gateway.start(request_of())
        assert started.reference
        assert started.continue_url
        fact = behind.gateway.look_up(started.reference)
        assert (fact.reference, fact.state) == (started.reference, FactState.PENDING)

    def test_the_same_key_starts_once(self, behind: Behind) -> None:
        request = request_of()
        first = behind.gateway.start(request)
        assert behind.gateway.start(request) == first
        assert behind.started() == 1
        assert behind.gateway.start(request_of()).reference != first.reference

    def test_a_key_is_not_used_for_something_else(self, behind: Behind) -> None:
        request = request_of()
        behind.gateway.start(request)
        with pytest.raises(Declined):
            behind.gateway.start(replace(request, amount=Money(1000_00, "KES")))
        assert behind.started() == 1

    def test_a_lost_answer_is_fetched_under_the_same_key(self, behind: Behind) -> None:
        request = request_of()
        with behind.losing_answers(), pytest.raises(GatewayUnavailable):
            behind.gateway.start(request)
        started = behind.gateway.start(request)
        assert behind.started() == 1
        assert behind.gateway.look_up(started.reference).state is FactState.PENDING

    def test_nobody_there_is_said_so(self, behind: Behind) -> None:
        gateway, reference = behind.gateway, behind.gateway.start(request_of()).reference
        with behind.away():
            with pytest.raises(GatewayUnavailable):
                gateway.start(request_of())
            with pytest.raises(GatewayUnavailable):
                gateway.look_up(reference)
            with pytest.raises(GatewayUnavailable):
                gateway.close(reference)
            with pytest.raises(GatewayUnavailable):
                gateway.refund(refund_of(reference, 1))
        assert gateway.look_up(reference).state is FactState.PENDING

    # Looking up

    @pytest.mark.parametrize("amount", [KSH, Money(50_000, "JPY")], ids=["KES", "JPY"])
    def test_what_was_paid_is_told_to_the_cent(self, behind: Behind, amount: Money) -> None:
        reference = behind.gateway.start(request_of(amount)).reference
        behind.approve(reference)
        fact = behind.gateway.look_up(reference)
        assert (fact.state, fact.amount) == (FactState.CAPTURED, amount)
        assert fact.refunded is None or not fact.refunded

    def test_a_refusal_says_why(self, behind: Behind) -> None:
        reference = behind.gateway.start(request_of()).reference
        behind.decline(reference)
        fact = behind.gateway.look_up(reference)
        assert fact.state in {FactState.FAILED, FactState.PENDING}  # another card may be possible
        assert fact.failure.endswith(".")

    # Closing

    def test_what_is_closed_cannot_be_paid(self, behind: Behind) -> None:
        reference = behind.gateway.start(request_of()).reference
        assert behind.gateway.close(reference).state in OVER
        behind.approve(reference)
        assert behind.gateway.look_up(reference).state in OVER
        assert behind.gateway.close(reference).state in OVER

    def test_closing_what_is_paid_tells_so(self, behind: Behind) -> None:
        reference = behind.gateway.start(request_of()).reference
        behind.approve(reference)
        fact = behind.gateway.close(reference)
        assert (fact.state, fact.amount) == (FactState.CAPTURED, KSH)
        assert behind.gateway.look_up(reference).state is FactState.CAPTURED

    # Callbacks

    def test_a_payment_is_called_back(self, behind: Behind) -> None:
        request = request_of()
        reference = behind.gateway.start(request).reference
        behind.approve(reference)
        event = self._one(behind, FactState.CAPTURED)
        assert event.fact is not None
        assert event.fact.amount == KSH
        assert reference in {event.reference, event.fact.reference} or (
            event.payment_id == request.payment_id
        )
        assert event.kind

    def test_a_callback_may_come_again_and_is_the_same(self, behind: Behind) -> None:
        behind.approve(behind.gateway.start(request_of()).reference)
        called = behind.callbacks()
        read = [behind.gateway.read_callback(*one) for one in called]
        again = [
            behind.gateway.read_callback(body, behind.signed(body, timedelta(seconds=20)))
            for body, _headers in called
        ]
        assert again == read
        told: dict[str, CallbackEvent] = {}
        for event in read:  # a name stands for one event
            assert told.setdefault(event.event_id, event) == event

    def test_header_names_are_read_in_any_case(self, behind: Behind) -> None:
        behind.approve(behind.gateway.start(request_of()).reference)
        body, headers = behind.callbacks()[0]
        for case in (str.lower, str.upper, str.title):
            assert behind.gateway.read_callback(body, _named(headers, case)).event_id

    def test_what_is_not_signed_is_refused(self, behind: Behind) -> None:
        behind.approve(behind.gateway.start(request_of()).reference)
        body, headers = behind.callbacks()[0]
        for tampered in (body + b" ", body.replace(b"145050", b"145051"), b"", b"{}"):
            with pytest.raises(BadSignature):
                behind.gateway.read_callback(tampered, headers)
        for other in ({}, dict.fromkeys(headers, ""), dict.fromkeys(headers, "t=1,v1=00")):
            with pytest.raises(BadSignature):
                behind.gateway.read_callback(body, other)

    def test_what_is_signed_but_unreadable_is_refused(self, behind: Behind) -> None:
        for body in (b"", b"no json", b"[]", b'{"id": 1}', b"\xff"):
            with pytest.raises(BadSignature):
                behind.gateway.read_callback(body, behind.signed(body, timedelta()))

    def test_what_is_too_old_is_refused(self, behind: Behind) -> None:
        behind.approve(behind.gateway.start(request_of()).reference)
        body, _headers = behind.callbacks()[0]
        assert behind.gateway.read_callback(body, behind.signed(body, timedelta(minutes=4)))
        with pytest.raises(StaleCallback):
            behind.gateway.read_callback(body, behind.signed(body, timedelta(minutes=6)))

    # Refunds

    def test_a_refund_is_given_once_for_its_key(self, behind: Behind) -> None:
        reference = behind.gateway.start(request_of()).reference
        behind.approve(reference)
        first = behind.gateway.refund(refund_of(reference, 10_050))
        assert behind.gateway.refund(refund_of(reference, 10_050)) == first
        assert (first.state, first.amount) == (RefundState.SUCCEEDED, Money(10_050, "KES"))
        fact = behind.gateway.look_up(reference)
        assert (fact.amount, fact.refunded) == (KSH, Money(10_050, "KES"))

    def test_refunds_add_up_and_end_at_what_was_paid(self, behind: Behind) -> None:
        reference = behind.gateway.start(request_of()).reference
        behind.approve(reference)
        behind.gateway.refund(refund_of(reference, 45_050, "a"))
        behind.gateway.refund(refund_of(reference, 100_000, "b"))
        with pytest.raises(Declined):
            behind.gateway.refund(refund_of(reference, 1, "c"))
        assert behind.gateway.look_up(reference).refunded == KSH

    def test_a_refund_is_called_back_with_all_that_went_back(self, behind: Behind) -> None:
        reference = behind.gateway.start(request_of()).reference
        behind.approve(reference)
        behind.callbacks()
        behind.gateway.refund(refund_of(reference, 10_050))
        event = self._one(behind, FactState.CAPTURED)
        assert event.fact is not None
        assert (event.fact.amount, event.fact.refunded) == (KSH, Money(10_050, "KES"))

    def test_what_was_not_paid_cannot_be_given_back(self, behind: Behind) -> None:
        reference = behind.gateway.start(request_of()).reference
        with pytest.raises(Declined):
            behind.gateway.refund(refund_of(reference, 1))

    @staticmethod
    def _one(behind: Behind, state: FactState) -> CallbackEvent:
        """Return the first event since the last look that tells of `state`."""
        read = [behind.gateway.read_callback(*one) for one in behind.callbacks()]
        return next(event for event in read if event.fact and event.fact.state is state)


def _named(headers: Mapping[str, str], case: object) -> dict[str, str]:
    assert callable(case)
    return {case(name): value for name, value in headers.items()}
