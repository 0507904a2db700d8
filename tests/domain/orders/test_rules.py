"""What is derived, what is allowed, what people are told: plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.domain.orders import rules, words
from shop.domain.orders.rules import Counters, fulfilment_state, payment_state
from shop.domain.orders.statuses import (
    LIVE,
    MOVES,
    FulfilmentState,
    HoldReason,
    OrderStatus,
    PaymentState,
    Shown,
    shown,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
_S, _P, _F = OrderStatus, PaymentState, FulfilmentState


@pytest.mark.parametrize(
    ("total", "captured", "refunded", "on_delivery", "state"),
    [
        (500, 0, 0, False, _P.UNPAID),
        (500, 0, 0, True, _P.COLLECT),
        (0, 0, 0, False, _P.PAID),
        (0, 0, 0, True, _P.PAID),
        (500, 499, 0, False, _P.PARTLY_PAID),
        (500, 499, 0, True, _P.PARTLY_PAID),
        (500, 500, 0, True, _P.PAID),
        (500, 501, 0, False, _P.OVERPAID),
        (500, 501, 1, False, _P.PAID),
        (500, 500, 1, False, _P.PARTLY_REFUNDED),
        (500, 500, 500, False, _P.REFUNDED),
        (500, 600, 50, False, _P.OVERPAID),
    ],
)
def test_what_is_paid(
    total: int, captured: int, refunded: int, on_delivery: bool, state: PaymentState
) -> None:
    assert payment_state(total, captured, refunded, on_delivery=on_delivery) is state


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([], _F.UNFULFILLED),
        ([(3, 0, 0, 0)], _F.UNFULFILLED),
        ([(3, 0, 3, 0)], _F.UNFULFILLED),
        ([(3, 1, 0, 0)], _F.PARTLY_SHIPPED),
        ([(3, 3, 0, 0), (2, 0, 0, 0)], _F.PARTLY_SHIPPED),
        ([(3, 3, 0, 0), (2, 0, 2, 0)], _F.SHIPPED),
        ([(3, 2, 1, 0)], _F.SHIPPED),
        ([(3, 3, 0, 1)], _F.PARTLY_RETURNED),
        ([(3, 3, 0, 3), (2, 2, 0, 1)], _F.PARTLY_RETURNED),
        ([(3, 1, 0, 1)], _F.PARTLY_RETURNED),
        ([(3, 2, 1, 2)], _F.RETURNED),
    ],
)
def test_what_left_and_came_back(lines: list[tuple[int, ...]], state: FulfilmentState) -> None:
    assert fulfilment_state([Counters(*line) for line in lines]) is state


def test_what_was_not_packed_can_be_cancelled_by_its_buyer() -> None:
    able = {
        (status, goods)
        for status, goods in product(_S, _F)
        if rules.cancellable(status, goods, by_shopper=True)
    }
    assert able == set(product(LIVE, (_F.UNFULFILLED, _F.BACKORDERED)))
    assert rules.cancellable(_S.CONFIRMED, _F.PACKING)
    assert not rules.cancellable(_S.CONFIRMED, _F.PARTLY_SHIPPED)


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_unpaid_goods_are_kept_for_a_week_at_most(minutes: int, later: int) -> None:
    now = NOON + timedelta(minutes=later)
    until = rules.deadline(NOON, now, minutes)
    assert until is not None
    assert until <= NOON + rules.LONGEST_WAIT
    assert until == min(now + timedelta(minutes=minutes), NOON + rules.LONGEST_WAIT)
    assert rules.deadline(NOON, now, None) is None


# RELIABILITY O7, read in shown words; `pending_payment` and `draft` are pending here.
O7 = {
    Shown.PENDING: "confirmed on_hold expired cancelled",
    Shown.EXPIRED: "confirmed on_hold refunded",
    Shown.ON_HOLD: "pending confirmed backordered processing cancelled refunded",
    Shown.CONFIRMED: "processing backordered on_hold cancelled",
    Shown.BACKORDERED: "processing partially_shipped on_hold cancelled",
    Shown.PROCESSING: "partially_shipped shipped backordered on_hold cancelled",
    Shown.PARTIALLY_SHIPPED: "shipped on_hold returned",
    Shown.SHIPPED: "delivered returned on_hold",
    Shown.DELIVERED: "completed returned",
    Shown.COMPLETED: "returned",
    Shown.RETURNED: "refunded completed",
    Shown.CANCELLED: "refunded",
    Shown.REFUNDED: "",
}


def test_every_stored_move_reads_as_a_legal_one() -> None:
    """A revived order passes `placed` on its way: to people it is confirmed in the same breath."""
    for start, end in product(_S, _S):
        if not MOVES.allow(start, end) or (start, end) == (_S.EXPIRED, _S.PLACED):
            continue
        goods = _F.DELIVERED if end is _S.COMPLETED else _F.UNFULFILLED
        before, after = (
            shown(status, None, _P.PAID, goods) for status in (start, end)
        )  # fmt: skip
        assert before is after or after in O7[before].split(), (start, end, before, after)


def test_every_state_has_one_word() -> None:
    reasons: list[HoldReason | None] = [None, *HoldReason]
    for status, reason, payment, goods in product(_S, reasons, _P, _F):
        word = shown(status, reason, payment, goods)
        assert words.shown_word(word)
        if word is Shown.ON_HOLD:
            assert reason
        if word in {Shown.CANCELLED, Shown.EXPIRED, Shown.COMPLETED}:
            assert word.value == status.value


@pytest.mark.parametrize(
    ("status", "hold", "payment", "goods", "word"),
    [
        (_S.AWAITING_PAYMENT, None, _P.UNPAID, _F.UNFULFILLED, Shown.PENDING),
        (_S.PLACED, None, _P.COLLECT, _F.UNFULFILLED, Shown.PENDING),
        (_S.CONFIRMED, None, _P.COLLECT, _F.UNFULFILLED, Shown.CONFIRMED),
        (_S.CONFIRMED, None, _P.PAID, _F.PACKING, Shown.PROCESSING),
        (_S.CONFIRMED, None, _P.PAID, _F.BACKORDERED, Shown.BACKORDERED),
        (_S.CONFIRMED, None, _P.PAID, _F.PARTLY_SHIPPED, Shown.PARTIALLY_SHIPPED),
        (_S.CONFIRMED, None, _P.COLLECT, _F.SHIPPED, Shown.SHIPPED),
        (_S.CONFIRMED, "lost_parcel", _P.PAID, _F.SHIPPED, Shown.ON_HOLD),
        (_S.CONFIRMED, None, _P.PAID, _F.DELIVERED, Shown.DELIVERED),
        (_S.CONFIRMED, None, _P.PAID, _F.RETURNED, Shown.RETURNED),
        (_S.CONFIRMED, None, _P.REFUNDED, _F.RETURNED, Shown.REFUNDED),
        (_S.COMPLETED, None, _P.PAID, _F.DELIVERED, Shown.COMPLETED),
        (_S.COMPLETED, None, _P.PARTLY_REFUNDED, _F.RETURNED, Shown.RETURNED),
        (_S.CANCELLED, None, _P.UNPAID, _F.UNFULFILLED, Shown.CANCELLED),
        (_S.CANCELLED, "overpaid", _P.PAID, _F.UNFULFILLED, Shown.CANCELLED),
        (_S.CANCELLED, None, _P.REFUNDED, _F.UNFULFILLED, Shown.REFUNDED),
        (_S.EXPIRED, None, _P.UNPAID, _F.UNFULFILLED, Shown.EXPIRED),
        (_S.EXPIRED, "paid_without_stock", _P.PAID, _F.UNFULFILLED, Shown.ON_HOLD),
        (_S.EXPIRED, "paid_without_stock", _P.REFUNDED, _F.UNFULFILLED, Shown.REFUNDED),
    ],
)
def test_the_word_people_are_told(
    status: OrderStatus, hold: str | None, payment: PaymentState, goods: FulfilmentState,
    word: Shown,
) -> None:  # fmt: skip
    assert shown(status, hold, payment, goods) is word
