"""Payments that race: with the deadline, with each other, with a second tab."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from shop.domain.ledger.accounts import Account, Entry
from shop.domain.ledger.actions import post
from shop.domain.ledger.queries import standing
from shop.domain.orders.models import Order
from shop.domain.orders.statuses import HoldReason, OrderStatus
from shop.domain.payments.actions.receive_event import receive
from shop.domain.payments.flows import attempts
from shop.domain.payments.flows.expire import expire_due
from shop.domain.payments.flows.process_event import process
from shop.domain.payments.models import GatewayEvent, Payment
from shop.domain.payments.ports import CallbackEvent
from shop.domain.payments.statuses import PaymentStatus
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.rerun import rerun
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.payments import (
    BACK,
    CANCEL,
    FakeGateway,
    begun,
    captured,
    order_row,
    payment_row,
    plugged,
    violations,
)
from tests.support.databases import TestDatabase
from tests.support.hands import Hands

PEOPLE, ROUNDS = 4, 6


@pytest.fixture
def bank(database: TestDatabase, clock: Hands) -> Iterator[FakeGateway]:
    """Return the gateway in memory; the clock stands at noon."""
    fake = FakeGateway()
    with plugged(fake):
        yield fake


def _at_once(app: Flask, *acts: Callable[[], object]) -> None:
    """Do all of it at the same moment, each in a thread of its own."""
    together = threading.Barrier(len(acts))

    def one(act: Callable[[], object]) -> None:
        together.wait(30)
        with app.app_context():
            rerun(act)

    session().rollback()
    with ThreadPoolExecutor(len(acts)) as people:
        for doing in [people.submit(one, act) for act in acts]:
            doing.result(60)


def _event(payment: int, name: str) -> int:
    """Put the event that an attempt was paid into the inbox; return its row."""
    row = payment_row(payment)
    fact = captured(row.reference or "", Money(row.amount_minor, row.currency))
    event = CallbackEvent(
        event_id=f"{row.public_id}.{name}", kind="paid", reference=fact.reference, fact=fact
    )
    with unit_of_work():
        receive("test", event, b"{}")
    newest = select(GatewayEvent.id).order_by(GatewayEvent.id.desc()).limit(1)
    return session().scalars(newest).one()


def test_a_payment_at_the_moment_of_expiry(app: Flask, bank: FakeGateway, clock: Hands) -> None:
    """Whoever is first: the buyer has the last unit, or a person has a task; never neither."""
    for _round in range(ROUNDS):
        order, payment = begun(left=1)
        number = _event(payment, "1")
        clock.forward(minutes=36)
        _at_once(app, partial(process, number), expire_due)
        row = order_row(order)
        assert row.paid_minor == row.total_minor
        assert (row.status, row.hold_reason) in {
            (OrderStatus.CONFIRMED, None),
            (OrderStatus.EXPIRED, HoldReason.PAID_WITHOUT_STOCK),
        }
    assert violations() == []


def test_an_expiry_that_does_not_look_again_loses_a_payment(
    app: Flask, bank: FakeGateway, clock: Hands
) -> None:
    order, payment = begun(left=1)
    number = _event(payment, "1")
    clock.forward(minutes=36)
    looked, paid = threading.Event(), threading.Event()

    def careless() -> None:
        status = session().scalars(select(Order.status).where(Order.id == order.id)).one()
        session().rollback()
        looked.set()
        paid.wait(30)
        if status == OrderStatus.AWAITING_PAYMENT:
            with unit_of_work() as here:
                here.execute(
                    update(Order).where(Order.id == order.id).values(status=OrderStatus.EXPIRED)
                )

    def pays() -> None:
        looked.wait(30)
        process(number)
        paid.set()

    _at_once(app, careless, pays)
    assert order_row(order).status == OrderStatus.EXPIRED
    assert "M3b" in {code for code, _ids in violations()}  # paid, and neither goods nor a task


def test_many_events_of_one_payment_at_once(app: Flask, bank: FakeGateway) -> None:
    order, payment = begun()
    numbers = [_event(payment, str(turn)) for turn in range(PEOPLE)]
    _at_once(app, *[partial(process, number) for number in [*numbers, numbers[0]]])
    row = order_row(order)
    assert (row.status, row.paid_minor) == (OrderStatus.CONFIRMED, row.total_minor)
    assert violations() == []


def test_booking_by_event_instead_of_by_fact_takes_the_money_twice(
    app: Flask, bank: FakeGateway
) -> None:
    order, payment = begun()
    numbers = [_event(payment, str(turn)) for turn in range(2)]
    amount = Money(payment_row(payment).amount_minor, "KES")
    looked = threading.Barrier(2)

    def careless(number: int) -> None:
        status = session().scalars(select(Payment.status).where(Payment.id == payment)).one()
        session().rollback()
        looked.wait(30)
        if status != PaymentStatus.CAPTURED:
            entries = [Entry("clearing_test", amount), Entry(Account.RECEIVABLE, -amount)]
            with unit_of_work():
                post(f"event:{number}", "capture", entries, order_id=order.id)

    _at_once(app, *[partial(careless, number) for number in numbers])
    assert standing(order.id).captured == 2 * amount.minor


def test_the_same_call_many_times_at_once(app: Flask, bank: FakeGateway) -> None:
    event = CallbackEvent(event_id="evt_1", kind="paid")

    def call() -> None:
        with unit_of_work():
            receive("test", event, b"{}")

    _at_once(app, *[call] * PEOPLE)
    session().rollback()
    assert session().scalar(select(func.count()).select_from(GatewayEvent)) == 1


def test_two_tabs_begin_one_attempt(app: Flask, bank: FakeGateway, clock: Hands) -> None:
    order, payment = begun()
    clock.forward(minutes=1)
    attempts.close_open(order.id)
    _at_once(app, *[lambda: attempts.begin(order.id, BACK, CANCEL)] * PEOPLE)
    session().rollback()
    opened = select(func.count()).select_from(Payment).where(Payment.order_id == order.id)
    assert session().scalar(opened) == 2  # the one that was closed, and one more
    assert payment_row(payment).status == PaymentStatus.CANCELLED
    assert violations() == []
