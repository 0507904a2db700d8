"""Pure judgements: what a sum means for an order, and when to ask again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.domain.orders.statuses import HoldReason, OrderStatus, TaskKind
from shop.domain.payments import facts
from shop.domain.payments.ports import FactState, PaymentFact
from shop.domain.payments.rules import event_is_due, judge, next_look_up
from shop.domain.payments.statuses import PaymentStatus, newer
from shop.kernel.money import Money

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
STATUSES = st.sampled_from(PaymentStatus)
SUMS = st.none() | st.builds(Money, st.integers(0, 10**9), st.sampled_from(["KES", "JPY", "KWD"]))


@pytest.mark.parametrize(
    ("paid", "assured", "hold", "task"),
    [
        (99, False, HoldReason.UNDERPAID, TaskKind.REVIEW),
        (100, True, None, None),
        (101, True, HoldReason.OVERPAID, TaskKind.REFUND),
    ],
)
def test_a_sum_is_weighed(
    paid: int, assured: bool, hold: HoldReason | None, task: TaskKind | None
) -> None:
    for status in set(OrderStatus) - {OrderStatus.CANCELLED}:
        found = judge(status, Money(100, "KES"), Money(paid, "KES"))
        assert (found.assured, found.hold, found.task) == (assured, hold, task)
        found = judge(OrderStatus.CANCELLED, Money(100, "KES"), Money(paid, "KES"))
        assert (found.assured, found.task) == (False, TaskKind.REFUND)


@given(st.lists(STATUSES, min_size=1))
def test_states_only_rise_so_any_order_ends_the_same(told: list[PaymentStatus]) -> None:
    def end(turn: list[PaymentStatus]) -> PaymentStatus:
        state = PaymentStatus.STARTED
        for status in turn:
            state = status if newer(status, state) else state
        return state

    assert end(told) == end(told[::-1]) == end([*told, *told])
    if PaymentStatus.CAPTURED in told:
        assert end(told) is PaymentStatus.CAPTURED


def test_looking_up_ends_three_days_after_the_deadline() -> None:
    assert next_look_up(0, NOON, None) == NOON + timedelta(minutes=1)
    assert next_look_up(99, NOON, NOON) == NOON + timedelta(hours=1)
    assert next_look_up(99, NOON + timedelta(days=3), NOON) is None


def test_an_event_waits_longer_each_time() -> None:
    due = [
        next(s for s in range(10**5) if event_is_due(NOON, tries, NOON + timedelta(seconds=s)))
        for tries in range(4)
    ]
    assert due == [5, 15, 35, 75]
    assert not event_is_due(NOON, 9, NOON + timedelta(hours=2))
    assert event_is_due(NOON, 9, NOON + timedelta(hours=4))


@given(st.sampled_from(FactState), SUMS, SUMS, st.text())
def test_facts_survive_the_inbox(
    state: FactState, amount: Money | None, back: Money | None, failure: str
) -> None:
    if state is FactState.CAPTURED and amount is None:
        with pytest.raises(ValueError, match="has an amount"):
            PaymentFact(reference="r", state=state)
        return
    fact = PaymentFact(reference="r", state=state, amount=amount, refunded=back, failure=failure)
    kept = facts.written(fact)
    assert kept is not None
    assert facts.read(kept) == fact
    assert facts.written(None) is None
