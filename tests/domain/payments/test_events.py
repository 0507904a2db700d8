"""The inbox: kept once, processed any number of times, patient with events that come early."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import HoldReason, OrderStatus
from shop.domain.payments import queries
from shop.domain.payments.actions.receive_event import receive
from shop.domain.payments.flows.process_event import process, process_waiting
from shop.domain.payments.flows.start import start
from shop.domain.payments.models import GatewayEvent
from shop.domain.payments.ports import CallbackEvent, FactState, PaymentFact
from shop.domain.payments.statuses import PaymentStatus
from shop.jobs import payments as jobs
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.outbox import OutboxEvent
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.payments import (
    BACK,
    CANCEL,
    FakeGateway,
    begun,
    captured,
    order_row,
    payment_row,
    said,
    violations,
)
from tests.support.hands import Hands


def _event(
    name: str, reference: str, fact: PaymentFact | None, *, payment: str = ""
) -> CallbackEvent:
    return CallbackEvent(
        event_id=name, kind="payment.changed", reference=reference, payment_id=payment, fact=fact
    )


def _received(event: CallbackEvent) -> int:
    with unit_of_work():
        receive("test", event, b"{}")
    forget_session()
    return session().scalars(select(GatewayEvent.id).order_by(GatewayEvent.id.desc())).first() or 0


def _announced() -> list[int]:
    """Return the events that jobs were told of, each time they were."""
    told = select(OutboxEvent.payload).where(OutboxEvent.name == "GatewayEventReceived")
    return [payload["event_row_id"] for payload in session().scalars(told.order_by(OutboxEvent.id))]


def _row(number: int) -> GatewayEvent:
    forget_session()
    return session().get_one(GatewayEvent, number)


@pytest.fixture
def started(bank: FakeGateway) -> tuple[Placed, int, PaymentFact]:
    """Return an order, its attempt, and the fact that it was paid."""
    order, payment = begun()
    total = Money(order_row(order).total_minor, "KES")
    return order, payment, captured(payment_row(payment).reference or "", total)


def test_an_event_is_kept_once(started: tuple[Placed, int, PaymentFact]) -> None:
    _order, _payment, fact = started
    event = _event("evt_1", fact.reference, fact)
    with unit_of_work():
        assert receive("test", event, b"{}")
    with unit_of_work():
        assert not receive("test", event, b"{}")
    with unit_of_work():  # another gateway may use the same name
        assert receive("stripe", event, b"{}")


def test_the_job_settles_and_running_it_twice_is_harmless(
    started: tuple[Placed, int, PaymentFact],
) -> None:
    order, payment, fact = started
    number = _received(_event("evt_1", fact.reference, fact))
    jobs.process_event(number)
    jobs.process_event(number)
    assert order_row(order).status == OrderStatus.CONFIRMED
    assert (_row(number).outcome, _row(number).tries) == ("settled", 1)
    assert [one["outcome"] for one in queries.heard(queries.by_id(payment))] == ["settled"]
    assert violations() == []


def test_two_events_that_tell_one_fact_book_it_once(
    started: tuple[Placed, int, PaymentFact],
) -> None:
    order, _payment, fact = started
    for name in ("evt_1", "evt_2"):
        process(_received(_event(name, fact.reference, fact)))
    assert order_row(order).paid_minor == order_row(order).total_minor
    assert violations() == []


def test_kinds_we_have_no_use_for_are_acknowledged(bank: FakeGateway) -> None:
    number = _received(CallbackEvent(event_id="evt_9", kind="payout.paid"))
    process(number)
    assert _row(number).outcome == "ignored"


def test_an_early_event_wakes_up_with_its_payment(bank: FakeGateway) -> None:
    bank.deaf = True
    order, payment = begun()  # the answer, and with it the reference, was lost
    reference = f"ref-{payment_row(payment).public_id}"
    total = Money(order_row(order).total_minor, "KES")
    number = _received(_event("evt_1", reference, captured(reference, total)))
    process(number)
    assert (_row(number).outcome, _row(number).processed_at) == ("early", None)
    bank.deaf = False
    start(payment, BACK, CANCEL)
    assert _announced() == [number, number]
    process(number)
    assert order_row(order).status == OrderStatus.CONFIRMED
    assert violations() == []


def test_our_own_id_finds_the_payment_whose_answer_was_lost(bank: FakeGateway) -> None:
    bank.deaf = True
    order, payment = begun()
    row = payment_row(payment)
    fact = captured("ref-late", Money(order_row(order).total_minor, "KES"))
    process(_received(_event("evt_1", "ref-late", fact, payment=row.public_id)))
    row = payment_row(payment)
    assert (row.status, row.reference) == (PaymentStatus.CAPTURED, "ref-late")
    assert violations() == []


def test_the_clock_looks_again_and_gives_up_at_last(bank: FakeGateway, clock: Hands) -> None:
    number = _received(_event("evt_1", "unknown", said("unknown", FactState.FAILED)))
    assert process_waiting() == {"waiting": 1, "due": 0}  # its own job is quicker
    clock.forward(seconds=6)
    assert process_waiting(dry_run=True) == {"waiting": 1, "due": 1}
    assert _row(number).tries == 0
    assert process_waiting() == {"waiting": 1, "due": 1}
    assert _row(number).tries == 1
    clock.forward(seconds=5)
    assert process_waiting() == {"waiting": 1, "due": 0}
    clock.forward(days=4)
    process_waiting()
    assert _row(number).outcome == "unclaimed"
    assert process_waiting() == {"waiting": 0, "due": 0}


def test_late_news_of_a_paid_order_is_checked_with_the_gateway(
    started: tuple[Placed, int, PaymentFact], bank: FakeGateway
) -> None:
    order, _payment, fact = started
    bank.pay(fact.reference, fact.amount or Money(0, "KES"))
    process(_received(_event("evt_1", fact.reference, fact)))
    number = _received(_event("evt_2", fact.reference, said(fact.reference, FactState.FAILED)))
    process(number)
    assert _row(number).outcome == "doubted"
    assert order_row(order).hold_reason is None  # the gateway says it is paid
    bank.facts[fact.reference] = said(fact.reference, FactState.CANCELLED)
    process(_received(_event("evt_3", fact.reference, said(fact.reference, FactState.CANCELLED))))
    assert order_row(order).hold_reason == HoldReason.CONTRADICTION
    assert order_row(order).paid_minor == order_row(order).total_minor
    assert violations() == []


def test_a_doubt_waits_for_the_gateway(
    started: tuple[Placed, int, PaymentFact], bank: FakeGateway, clock: Hands
) -> None:
    _order, _payment, fact = started
    process(_received(_event("evt_1", fact.reference, fact)))
    bank.away = True
    number = _received(_event("evt_2", fact.reference, said(fact.reference, FactState.FAILED)))
    process(number)
    assert (_row(number).outcome, _row(number).processed_at) == ("unanswered", None)
    bank.away = False
    bank.pay(fact.reference, fact.amount or Money(0, "KES"))
    clock.move(clock.now + timedelta(minutes=1))
    jobs.read_events()
    assert _row(number).outcome == "doubted"
