"""Money that arrives: booked once, weighed against the order, never lost, never overwritten."""

from __future__ import annotations

from itertools import permutations

import pytest
from sqlalchemy import select, text

from shop.domain.inventory import actions
from shop.domain.ledger.queries import standing
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.expire import expire
from shop.domain.orders.models import OrderTask
from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import HoldReason, OrderStatus, PaymentState, TaskKind
from shop.domain.payments.actions.settle import Outcome, contradict, settle
from shop.domain.payments.actions.start import open_payment
from shop.domain.payments.ports import FactState, PaymentFact
from shop.domain.payments.statuses import PaymentStatus
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import CASH, placed, seen
from tests.factories.payments import (
    FakeGateway,
    begun,
    captured,
    order_row,
    payment_row,
    said,
    violations,
)
from tests.support.hands import Hands

KES = "KES"
_VARIANT_OF = text("SELECT variant_id FROM order_lines WHERE order_id = :id")


def _settle(payment: int, fact: PaymentFact) -> Outcome:
    with unit_of_work():
        return settle(payment, fact)


def _paid(order: Placed, payment: int, *, more: int = 0) -> Outcome:
    total = order_row(order).total_minor
    reference = payment_row(payment).reference or ""
    return _settle(payment, captured(reference, Money(total + more, KES)))


def _tasks(order: Placed) -> list[str]:
    open_ones = select(OrderTask.kind).where(
        OrderTask.order_id == order.id, OrderTask.done_at.is_(None)
    )
    return list(session().scalars(open_ones))


@pytest.fixture
def started(bank: FakeGateway) -> tuple[Placed, int]:
    """Return an order that waits for its money, and the attempt to pay it."""
    return begun()


def test_a_payment_places_and_confirms_its_order(started: tuple[Placed, int]) -> None:
    order, payment = started
    assert _paid(order, payment) is Outcome.SETTLED
    row = order_row(order)
    assert (row.status, row.payment_state) == (OrderStatus.CONFIRMED, PaymentState.PAID)
    assert payment_row(payment).status == PaymentStatus.CAPTURED
    assert standing(order.id).receivable == 0
    assert violations() == []


def test_the_same_news_again_changes_nothing(started: tuple[Placed, int]) -> None:
    order, payment = started
    assert _paid(order, payment) is Outcome.SETTLED
    assert _paid(order, payment) is Outcome.KNOWN
    assert standing(order.id).captured == order_row(order).total_minor
    assert violations() == []


NEWS = (
    said("ref", FactState.PENDING, "The card was refused."),
    said("ref", FactState.FAILED, "The bank said no."),
    captured("ref", Money(1, KES)),
)


def test_news_in_any_order_ends_the_same(bank: FakeGateway) -> None:
    ends = set()
    for turn in permutations(NEWS):
        order, payment = begun()
        total = Money(order_row(order).total_minor, KES)
        for fact in turn:
            known = captured("ref", total) if fact.state is FactState.CAPTURED else fact
            _settle(payment, known)
        row, attempt = order_row(order), payment_row(payment)
        sums = standing(order.id)
        ends.add((row.status, row.payment_state, row.hold_reason, attempt.status, sums.captured))
    assert len(ends) == 1
    assert violations() == []


def test_too_little_holds_the_order(started: tuple[Placed, int]) -> None:
    order, payment = started
    _paid(order, payment, more=-100)
    row = order_row(order)
    assert (row.status, row.hold_reason) == (OrderStatus.AWAITING_PAYMENT, HoldReason.UNDERPAID)
    assert row.payment_state == PaymentState.PARTLY_PAID
    assert _tasks(order) == [TaskKind.REVIEW]
    assert violations() == []


def test_the_rest_lifts_the_hold(started: tuple[Placed, int]) -> None:
    order, payment = started
    _paid(order, payment, more=-100)
    with unit_of_work():
        rest = open_payment(order.id)
    assert rest is not None
    assert payment_row(rest).amount_minor == 100
    _settle(rest, captured("second", Money(100, KES)))
    row = order_row(order)
    assert (row.status, row.hold_reason) == (OrderStatus.CONFIRMED, None)
    assert _tasks(order) == []
    assert violations() == []


def test_too_much_is_placed_and_held_with_a_task(started: tuple[Placed, int]) -> None:
    order, payment = started
    _paid(order, payment, more=500)
    row = order_row(order)
    assert row.hold_reason == HoldReason.OVERPAID
    assert row.payment_state == PaymentState.OVERPAID
    assert row.status in {OrderStatus.PLACED, OrderStatus.CONFIRMED}
    assert _tasks(order) == [TaskKind.REFUND]
    assert violations() == []


def test_another_currency_is_kept_out_of_the_books(started: tuple[Placed, int]) -> None:
    order, payment = started
    _settle(payment, captured("ref", Money(5000, "USD")))
    row = order_row(order)
    assert (row.status, row.hold_reason) == (
        OrderStatus.AWAITING_PAYMENT, HoldReason.WRONG_CURRENCY,
    )  # fmt: skip
    assert _tasks(order) == [TaskKind.REVIEW]
    attempt = payment_row(payment)
    assert (attempt.status, attempt.captured_minor, attempt.captured_currency) == (
        PaymentStatus.CAPTURED, 5000, "USD",
    )  # fmt: skip
    assert standing(order.id).captured == 0
    assert violations() == []


def test_two_payments_of_one_order(started: tuple[Placed, int]) -> None:
    order, first = started
    _settle(first, said("", FactState.CANCELLED))
    with unit_of_work():
        second = open_payment(order.id)
    assert second is not None
    assert second != first
    _settle(second, captured("second", Money(order_row(order).total_minor, KES)))
    _paid(order, first)  # the buyer went back to the first page and paid there too
    row = order_row(order)
    assert row.hold_reason == HoldReason.OVERPAID
    assert row.paid_minor == 2 * row.total_minor
    assert _tasks(order) == [TaskKind.REFUND]
    assert violations() == []


def test_a_failed_attempt_leaves_a_paid_order_alone(started: tuple[Placed, int]) -> None:
    order, first = started
    _settle(first, said("", FactState.CANCELLED))
    with unit_of_work():
        second = open_payment(order.id)
    assert second is not None
    _settle(second, captured("second", Money(order_row(order).total_minor, KES)))
    before = order_row(order).updated_at
    _settle(first, said("", FactState.EXPIRED))
    row = order_row(order)
    assert (row.status, row.payment_state) == (OrderStatus.CONFIRMED, PaymentState.PAID)
    assert row.updated_at == before


@pytest.mark.parametrize("state", [FactState.FAILED, FactState.EXPIRED, FactState.CANCELLED])
def test_a_recorded_payment_is_never_overwritten(
    started: tuple[Placed, int], state: FactState
) -> None:
    order, payment = started
    _paid(order, payment)
    assert _settle(payment, said("ref", state)) is Outcome.DOUBTED
    assert payment_row(payment).status == PaymentStatus.CAPTURED
    assert order_row(order).hold_reason is None
    assert violations() == []


def test_another_sum_for_a_recorded_payment_is_doubted(started: tuple[Placed, int]) -> None:
    order, payment = started
    _paid(order, payment)
    assert _paid(order, payment, more=1) is Outcome.DOUBTED
    assert order_row(order).payment_state == PaymentState.PAID


def test_what_the_gateway_itself_denies_gets_a_task(started: tuple[Placed, int]) -> None:
    order, payment = started
    _paid(order, payment)
    with unit_of_work():
        contradict(payment, said("ref", FactState.FAILED))
    assert order_row(order).hold_reason == HoldReason.CONTRADICTION
    assert _tasks(order) == [TaskKind.REVIEW]
    assert violations() == []


def _expired(order: Placed, clock: Hands) -> None:
    clock.forward(minutes=40)
    with unit_of_work():
        assert expire(order.id)


def test_a_late_payment_brings_the_order_back(started: tuple[Placed, int], clock: Hands) -> None:
    order, payment = started
    _expired(order, clock)
    _paid(order, payment)
    row = order_row(order)
    assert (row.status, row.hold_reason) == (OrderStatus.CONFIRMED, None)
    assert violations() == []


def test_a_late_payment_without_stock_is_held(bank: FakeGateway, clock: Hands) -> None:
    order, payment = begun(left=1)
    _expired(order, clock)
    variant = session().execute(_VARIANT_OF, {"id": order.id}).scalar_one()
    with unit_of_work():
        actions.adjust(variant, -1, reason="sold meanwhile")
    _paid(order, payment)
    row = order_row(order)
    assert (row.status, row.hold_reason) == (OrderStatus.EXPIRED, HoldReason.PAID_WITHOUT_STOCK)
    assert row.paid_minor == row.total_minor
    assert _tasks(order) == [TaskKind.STOCK]
    assert violations() == []


def test_a_payment_for_a_cancelled_order_is_kept_with_a_task(started: tuple[Placed, int]) -> None:
    order, payment = started
    with unit_of_work():
        cancel(order.id)
    _paid(order, payment)
    row = order_row(order)
    assert row.status == OrderStatus.CANCELLED
    assert row.paid_minor == row.total_minor
    assert _tasks(order) == [TaskKind.REFUND]
    assert violations() == []


def test_refunds_are_booked_as_far_as_they_are_new(started: tuple[Placed, int]) -> None:
    order, payment = started
    total = order_row(order).total_minor
    for back in (0, 1000, 1000, 400, 2500):
        _settle(payment, captured("ref", Money(total, KES), back))
    row = order_row(order)
    assert (row.paid_minor, row.refunded_minor) == (total, 2500)
    assert row.payment_state == PaymentState.PARTLY_REFUNDED
    assert payment_row(payment).refunded_minor == 2500
    assert violations() == []


def test_a_refund_that_is_heard_of_before_the_payment(started: tuple[Placed, int]) -> None:
    order, payment = started
    total = order_row(order).total_minor
    _settle(payment, captured("ref", Money(total, KES), total))
    _settle(payment, captured("ref", Money(total, KES)))
    row = order_row(order)
    assert (row.status, row.payment_state) == (OrderStatus.CONFIRMED, PaymentState.REFUNDED)
    assert violations() == []


def test_a_failure_is_told_and_the_order_waits_on(started: tuple[Placed, int]) -> None:
    order, payment = started
    _settle(payment, said("ref", FactState.FAILED, "The bank said no."))
    assert payment_row(payment).failure == "The bank said no."
    row = order_row(order)
    assert (row.status, row.hold_reason) == (OrderStatus.AWAITING_PAYMENT, None)
    with unit_of_work():
        assert open_payment(order.id) not in {None, payment}


def test_cash_on_delivery_has_nothing_to_start(bank: FakeGateway) -> None:
    with unit_of_work():
        order = placed(payment=CASH)
        assert open_payment(order.id) is None
    assert seen(order).status == OrderStatus.PLACED
