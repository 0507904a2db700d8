"""What the clock does: orders end when nobody paid, and gateways that went quiet are asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from shop.domain.inventory.queries import available_for
from shop.domain.orders.statuses import OrderStatus
from shop.domain.payments.actions.start import open_payment
from shop.domain.payments.flows import attempts, expire, look_up, reconcile
from shop.domain.payments.ports import Declined, PaymentFact, gateways
from shop.domain.payments.statuses import PaymentStatus
from shop.jobs import payments as jobs
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.orders import CASH, ONLINE, TRANSFER, goods, placed
from tests.factories.payments import (
    BACK,
    CANCEL,
    FakeGateway,
    begun,
    order_row,
    payment_row,
    plugged,
    violations,
)
from tests.support.hands import Hands

_VARIANT = text("SELECT variant_id FROM order_lines WHERE order_id = :id")
NOTHING = {"due": 0, "expired": 0}


def _left(order_id: int) -> int:
    forget_session()
    variant = session().execute(_VARIANT, {"id": order_id}).scalar_one()
    return available_for([variant])[variant]


def test_nothing_expires_before_its_deadline(bank: FakeGateway, clock: Hands) -> None:
    begun()
    clock.forward(minutes=34, seconds=59)
    assert jobs.expire() == NOTHING


def test_unpaid_orders_give_their_stock_back(bank: FakeGateway, clock: Hands) -> None:
    order, payment = begun(left=3)
    assert _left(order.id) == 2
    clock.forward(minutes=35)
    assert jobs.expire(dry_run=True) == {"due": 1, "expired": 0}
    assert jobs.expire() == {"due": 1, "expired": 1}
    assert jobs.expire() == NOTHING
    assert order_row(order).status == OrderStatus.EXPIRED
    assert payment_row(payment).status in {PaymentStatus.EXPIRED, PaymentStatus.CANCELLED}
    assert [what for what, _about in bank.calls] == ["start", "look_up", "close"]
    assert _left(order.id) == 3
    assert violations() == []


def test_the_gateway_is_asked_before_an_order_ends(bank: FakeGateway, clock: Hands) -> None:
    order, payment = begun()
    total = Money(order_row(order).total_minor, "KES")
    bank.pay(payment_row(payment).reference or "", total)
    clock.forward(minutes=36)
    assert jobs.expire() == {"due": 1, "expired": 0}
    assert order_row(order).status == OrderStatus.CONFIRMED
    assert violations() == []


def test_a_gateway_that_is_away_gets_an_hour(bank: FakeGateway, clock: Hands) -> None:
    order, payment = begun()
    bank.away = True
    clock.forward(minutes=36)
    assert expire.expire_due() == {"due": 1, "expired": 0}
    clock.forward(minutes=60)
    assert expire.expire_due() == {"due": 1, "expired": 1}
    row = payment_row(payment)
    assert (order_row(order).status, row.status) == (OrderStatus.EXPIRED, PaymentStatus.EXPIRED)
    assert row.next_look_up_at is not None  # it may have been paid


def test_what_was_paid_after_all_is_found_and_the_order_revived(
    bank: FakeGateway, clock: Hands
) -> None:
    bank.stubborn = True  # as mobile money: it cannot be closed
    order, payment = begun()
    clock.forward(minutes=36)
    expire.expire_due()
    assert order_row(order).status == OrderStatus.EXPIRED
    bank.pay(payment_row(payment).reference or "", Money(order_row(order).total_minor, "KES"))
    clock.forward(minutes=30)
    assert reconcile.poll() == {"due": 1, "asked": 1, "unanswered": 0}  # no callback ever came
    assert order_row(order).status == OrderStatus.CONFIRMED
    assert reconcile.poll()["due"] == 0
    assert violations() == []


def test_a_part_payment_keeps_the_order_waiting(bank: FakeGateway, clock: Hands) -> None:
    order, payment = begun()
    bank.pay(payment_row(payment).reference or "", Money(100, "KES"))
    clock.forward(minutes=36)
    expire.expire_due()
    assert order_row(order).status == OrderStatus.AWAITING_PAYMENT
    assert expire.expire_due() == NOTHING
    assert violations() == []


def test_a_transfer_waits_three_days_and_cash_for_ever(bank: FakeGateway, clock: Hands) -> None:
    with unit_of_work():
        transfer, cash = placed(payment=TRANSFER), placed(payment=CASH)
    clock.forward(days=2, hours=23)
    assert expire.expire_due() == NOTHING
    clock.forward(hours=2)
    assert expire.expire_due() == {"due": 1, "expired": 1}
    assert order_row(transfer).status == OrderStatus.EXPIRED
    assert order_row(cash).status == OrderStatus.PLACED


def test_quiet_attempts_are_asked_with_growing_pauses(bank: FakeGateway, clock: Hands) -> None:
    _order, payment = begun()
    began = clock.now
    asked = []
    for _minute in range(34):
        clock.forward(minutes=1)
        if jobs.poll()["asked"]:
            asked.append(round((clock.now - began) / timedelta(minutes=1)))
    assert asked == [1, 2, 4, 9, 19, 34]
    assert payment_row(payment).status == PaymentStatus.PENDING


def test_polling_asks_again_for_an_answer_that_was_lost(bank: FakeGateway, clock: Hands) -> None:
    bank.deaf = True
    _order, payment = begun()
    bank.deaf = False
    clock.forward(minutes=1)
    assert reconcile.poll(dry_run=True)["due"] == 1
    assert reconcile.poll() == {"due": 1, "asked": 1, "unanswered": 0}
    assert payment_row(payment).reference is not None
    assert len(bank.keys) == 1


def test_an_attempt_nobody_asked_for_is_not_started_by_the_clock(
    bank: FakeGateway, clock: Hands
) -> None:
    with unit_of_work():
        order = placed([(goods(), 1)], payment=ONLINE)
        open_payment(order.id)  # and then the web process died
    clock.forward(minutes=10)
    assert reconcile.poll()["due"] == 0
    clock.forward(minutes=30)
    assert expire.expire_due() == {"due": 1, "expired": 1}
    assert bank.calls == []
    assert violations() == []


@pytest.mark.parametrize("away", [False, True])
def test_an_unanswered_question_is_asked_later(bank: FakeGateway, clock: Hands, away: bool) -> None:
    _order, payment = begun()
    bank.away = away
    clock.forward(minutes=1)
    assert reconcile.poll()["unanswered"] == int(away)
    assert (payment_row(payment).next_look_up_at or clock.now) > clock.now


def test_polling_gives_up_after_three_days(bank: FakeGateway, clock: Hands) -> None:
    bank.away = True
    _order, payment = begun()
    for _day in range(4):
        clock.forward(days=1)
        expire.expire_due()
        reconcile.poll()
    assert payment_row(payment).next_look_up_at is None


def test_a_gateway_that_is_away_is_waited_for_once_a_run(bank: FakeGateway, clock: Hands) -> None:
    payments = [begun()[1] for _ in range(3)]
    bank.calls.clear()
    bank.away = True
    clock.forward(minutes=36)
    assert expire.expire_due() == {"due": 3, "expired": 0}
    assert len(bank.calls) == 1
    assert reconcile.poll() == {"due": 3, "asked": 1, "unanswered": 1}
    assert len(bank.calls) == 2
    bank.away = False
    assert reconcile.poll()["asked"] == 2  # the one that was asked has its turn later
    assert {payment_row(one).status for one in payments} == {
        PaymentStatus.STARTED, PaymentStatus.PENDING,
    }  # fmt: skip


def test_a_gateway_without_its_keys_is_as_good_as_away(bank: FakeGateway, clock: Hands) -> None:
    order, payment = begun()
    held = gateways._entries.pop("test")
    try:
        clock.forward(minutes=36)
        assert expire.expire_due() == {"due": 1, "expired": 0}
        assert reconcile.poll()["unanswered"] == 1
        attempts.close_open(order.id)
        assert attempts.begin(order.id, BACK, CANCEL) is None
    finally:
        gateways.register("test", held)
    assert payment_row(payment).status == PaymentStatus.CANCELLED
    assert violations() == []


class _Forgot(FakeGateway):
    def look_up(self, reference: str) -> PaymentFact:
        raise Declined(f"there is no {reference}")


def test_a_payment_its_gateway_forgot_stops_nobody(bank: FakeGateway, clock: Hands) -> None:
    order, _payment = begun()
    with plugged(_Forgot()):
        clock.forward(minutes=1)
        assert reconcile.poll() == {"due": 1, "asked": 1, "unanswered": 0}
        assert not look_up.look_up_order(order.id)
        clock.forward(minutes=36)
        assert expire.expire_due() == {"due": 1, "expired": 1}
    assert violations() == []
