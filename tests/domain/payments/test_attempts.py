"""Attempts hang on the order: started under a stored key, gone on with, closed before the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import update

from shop.domain.orders.actions.change_method import change_method
from shop.domain.orders.draft import PaymentChoice
from shop.domain.orders.statuses import HoldReason, OrderStatus
from shop.domain.payments import queries
from shop.domain.payments.actions.rows import locked_pair, write
from shop.domain.payments.actions.settle import settle
from shop.domain.payments.actions.start import open_payment
from shop.domain.payments.errors import AttemptOpen, UnknownPayment
from shop.domain.payments.flows import attempts
from shop.domain.payments.flows.look_up import look_up, look_up_order
from shop.domain.payments.flows.start import start
from shop.domain.payments.models import Payment
from shop.domain.payments.ports import (
    Declined,
    FactState,
    PaymentFact,
    Started,
    StartRequest,
    gateway,
)
from shop.domain.payments.statuses import PaymentStatus
from shop.kernel.db import session
from shop.kernel.errors import Conflict
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import ONLINE, TRANSFER, goods, placed
from tests.factories.payments import (
    BACK,
    CANCEL,
    FakeGateway,
    begun,
    captured,
    offered,
    order_row,
    payment_row,
    plugged,
    said,
    violations,
)
from tests.support.hands import Hands

OTHER_CARD = PaymentChoice("other", "Another card", "test", expires_minutes=35)


def test_a_gateway_is_never_called_inside_a_unit_of_work(bank: FakeGateway) -> None:
    with unit_of_work(), pytest.raises(RuntimeError, match="never called inside"):
        gateway("test")


def test_asking_for_a_gateway_ends_what_was_read(bank: FakeGateway) -> None:
    queries.attempts(1)
    assert session().in_transaction()
    gateway("test")
    assert not session().in_transaction()


def test_a_started_attempt_is_gone_on_with(bank: FakeGateway) -> None:
    order, payment = begun()
    row = payment_row(payment)
    assert attempts.begin(order.id, BACK, CANCEL) == f"/pay/{row.reference}"
    assert [what for what, _about in bank.calls] == ["start"]


def test_a_lost_answer_is_fetched_under_the_same_key(bank: FakeGateway) -> None:
    bank.deaf = True
    order, payment = begun()
    assert payment_row(payment).reference is None
    bank.deaf = False
    onward = attempts.begin(order.id, "http://elsewhere", "http://elsewhere")
    row = payment_row(payment)
    assert onward == f"/pay/{row.reference}"
    assert len(bank.keys) == 1
    assert len(queries.attempts(order.id)) == 1


def test_a_gateway_that_is_away_leaves_the_attempt_started(bank: FakeGateway) -> None:
    bank.away = True
    order, payment = begun()
    row = payment_row(payment)
    assert (row.status, row.reference) == (PaymentStatus.STARTED, None)
    assert row.next_look_up_at is not None
    assert order_row(order).status == OrderStatus.AWAITING_PAYMENT


class _Refuses(FakeGateway):
    def start(self, request: StartRequest) -> Started:
        raise Declined(f"{request.amount.minor} is too little for a card.")


class _PaysAtOnce(FakeGateway):
    def start(self, request: StartRequest) -> Started:
        fact = captured("at-once", request.amount)
        return Started(reference="at-once", fact=fact)


def test_a_refusal_is_told_and_another_attempt_can_begin(bank: FakeGateway) -> None:
    with plugged(_Refuses()):
        order, payment = begun()
    row = payment_row(payment)
    assert row.status == PaymentStatus.FAILED
    assert row.failure == f"{row.amount_minor} is too little for a card."
    assert attempts.begin(order.id, BACK, CANCEL) is not None
    assert len(queries.attempts(order.id)) == 2


def test_a_gateway_may_say_at_once_that_it_is_paid(bank: FakeGateway) -> None:
    with plugged(_PaysAtOnce()):
        order, _payment = begun()
    assert order_row(order).status == OrderStatus.CONFIRMED
    assert violations() == []


def test_another_method_closes_what_was_begun(bank: FakeGateway) -> None:
    order, first = begun()
    attempts.close_open(order.id)
    with unit_of_work():
        change_method(order.id, TRANSFER)
    assert attempts.begin(order.id, BACK, CANCEL) is None  # the buyer brings it himself
    assert payment_row(first).status == PaymentStatus.CANCELLED
    assert [what for what, _about in bank.calls] == ["start", "close"]
    assert violations() == []


def test_an_attempt_for_another_sum_is_closed_first(bank: FakeGateway) -> None:
    order, first = begun()
    bank.pay(payment_row(first).reference or "", Money(100, "KES"))
    attempts.close_open(order.id)  # it was paid meanwhile, but not all of it
    row = order_row(order)
    assert (row.paid_minor, row.hold_reason) == (100, HoldReason.UNDERPAID)
    assert attempts.begin(order.id, BACK, CANCEL) is not None
    newest = queries.attempts(order.id)[0]
    assert newest.amount.minor == row.total_minor - 100
    assert violations() == []


def test_closing_finds_that_it_was_paid(bank: FakeGateway) -> None:
    order, payment = begun()
    total = Money(order_row(order).total_minor, "KES")
    bank.pay(payment_row(payment).reference or "", total)
    with unit_of_work():
        change_method(order.id, OTHER_CARD)
    assert attempts.begin(order.id, BACK, CANCEL) is None
    assert order_row(order).status == OrderStatus.CONFIRMED
    assert violations() == []


def test_a_gateway_out_of_reach_stops_nobody(bank: FakeGateway) -> None:
    order, first = begun()
    bank.away = True
    attempts.close_open(order.id)
    row = payment_row(first)
    assert row.status == PaymentStatus.CANCELLED
    assert row.next_look_up_at is not None  # the buyer may still pay there
    with unit_of_work():
        assert open_payment(order.id) not in {None, first}


def test_two_open_attempts_cannot_be(bank: FakeGateway) -> None:
    order, _payment = begun()
    with unit_of_work():
        change_method(order.id, OTHER_CARD)
    with pytest.raises(AttemptOpen), unit_of_work():
        open_payment(order.id)


def test_a_retry_prolongs_the_order(bank: FakeGateway, clock: Hands) -> None:
    order, payment = begun()
    with unit_of_work():
        offered(expires_minutes=35)
    clock.forward(minutes=30)
    bank.facts[payment_row(payment).reference or ""] = said("x", FactState.FAILED)
    attempts.close_open(order.id)
    attempts.begin(order.id, BACK, CANCEL)
    deadline = clock.now + timedelta(minutes=35)
    assert order_row(order).expires_at == deadline
    assert queries.attempts(order.id)[0].expires_at == deadline


def test_the_first_attempt_ends_with_its_order(bank: FakeGateway) -> None:
    order, payment = begun()
    assert payment_row(payment).expires_at == order_row(order).expires_at


def test_a_start_that_is_run_twice_asks_once(bank: FakeGateway) -> None:
    with unit_of_work():
        order = placed([(goods(), 1)], payment=ONLINE)
        payment = open_payment(order.id)
    assert payment is not None
    first = start(payment, BACK, CANCEL)
    assert start(payment, BACK, CANCEL) == first
    assert len(bank.calls) == 1


@dataclass
class _BusyTab(FakeGateway):
    """While one tab closes an attempt, another begins one by another method."""

    order: int = 0
    turns: int = 0

    def close(self, reference: str) -> PaymentFact:
        fact = super().close(reference)
        if self.turns:
            self.turns -= 1
            closed = queries.open_attempt(self.order)
            assert closed is not None
            with unit_of_work():
                settle(closed.id, fact)
                change_method(self.order, OTHER_CARD)
                begun_there = open_payment(self.order)
                change_method(self.order, THIRD_CARD)
            assert begun_there is not None
            start(begun_there, BACK, CANCEL)
            session().rollback()
        return fact


THIRD_CARD = PaymentChoice("third", "A third card", "test", expires_minutes=35)


@pytest.mark.parametrize(("turns", "begins"), [(0, True), (1, True), (2, True), (3, False)])
def test_another_tab_in_between(bank: FakeGateway, turns: int, begins: bool) -> None:
    busy = _BusyTab(turns=turns)
    with plugged(busy):
        order, _first = begun()
        busy.order = order.id
        with unit_of_work():
            change_method(order.id, THIRD_CARD)
        assert (attempts.begin(order.id, BACK, CANCEL) is not None) == begins
    assert len([one for one in queries.attempts(order.id) if one.is_open]) == 1
    assert violations() == []


def test_what_never_reached_its_gateway_is_closed_here(bank: FakeGateway) -> None:
    bank.away = True
    order, payment = begun()
    bank.calls.clear()
    attempts.close_open(order.id)
    attempts.close_open(order.id)  # there is none any more
    assert payment_row(payment).status == PaymentStatus.CANCELLED
    assert bank.calls == []
    assert start(payment, BACK, CANCEL) is None  # and it is not begun again
    look_up(payment)
    assert look_up_order(order.id)
    assert bank.calls == []


def test_where_an_attempt_goes_on(bank: FakeGateway, clock: Hands) -> None:
    order, _payment = begun()
    attempt = queries.attempts(order.id)[0]
    assert attempt.is_open
    assert attempt.resumes_at == attempt.continue_url
    clock.forward(minutes=35)
    assert attempt.resumes_at is None


def test_coming_back_asks_the_gateway(bank: FakeGateway) -> None:
    order, payment = begun()
    bank.pay(payment_row(payment).reference or "", Money(order_row(order).total_minor, "KES"))
    assert look_up_order(order.id)
    assert order_row(order).status == OrderStatus.CONFIRMED
    assert look_up_order(order.id)  # nothing is open any more
    assert [what for what, _about in bank.calls] == ["start", "look_up"]


def test_what_is_not_there_and_what_somebody_changed(bank: FakeGateway) -> None:
    with unit_of_work(), pytest.raises(UnknownPayment):
        locked_pair(999)
    _order, payment = begun()
    with unit_of_work() as here:
        _row, attempt = locked_pair(payment)
        here.execute(
            update(Payment).values(status="failed").execution_options(synchronize_session=False)
        )
        with pytest.raises(Conflict, match="Somebody changed"):
            write(attempt, failure="too late")
