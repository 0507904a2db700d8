"""How long goods are kept, and what a shopper is told has changed: plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.domain.checkout import seen
from shop.domain.checkout.rules import keeping
from shop.domain.checkout.seen import Seen
from shop.domain.checkout.statuses import Step

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def minutes(number: float) -> timedelta:
    """Return some minutes."""
    return timedelta(minutes=number)


def test_a_hold_begins_when_the_shopper_gets_there() -> None:
    assert keeping(NOW, None, None, 10, 30) == (NOW, NOW + minutes(10))


@pytest.mark.parametrize(("at", "until"), [(5, 15), (12, 22), (25, 30), (29.5, 30)])
def test_activity_extends_it_up_to_a_limit(at: float, until: float) -> None:
    later = NOW + minutes(at)
    held = keeping(later, NOW, later + minutes(1), 10, 30)
    assert held == (NOW, NOW + minutes(until))


def test_one_that_lapsed_begins_anew() -> None:
    later = NOW + minutes(45)
    assert keeping(later, NOW, NOW + minutes(30), 10, 30) == (later, later + minutes(10))


@given(st.lists(st.floats(0, 20), max_size=30), st.integers(1, 15), st.integers(0, 60))
def test_nobody_keeps_goods_for_longer_than_the_most(
    pauses: list[float], each: int, most: int
) -> None:
    moment, began, until = NOW, None, None
    for pause in pauses:
        moment += minutes(pause)
        began, until = keeping(moment, began, until, each, most)
        assert moment < until <= began + minutes(max(most, each))


def test_the_steps_know_what_comes_before() -> None:
    assert Step.CONTACT.before == ()
    assert Step.PAYMENT.before == (Step.CONTACT, Step.DELIVERY)


amounts = st.integers(0, 10**14)


@given(st.dictionaries(st.integers(1, 10**9).map(str), amounts), st.none() | amounts, amounts)
def test_what_was_seen_survives_its_journey(
    lines: dict[str, int], delivery: int | None, tax: int
) -> None:
    was = Seen(lines, delivery, tax)
    assert seen.read(str(was)) == was or len(str(was)) > 8_000


@given(st.text())
def test_a_forged_memory_is_read_quietly(text: str) -> None:
    assert all(amount >= 0 for amount in seen.read(text).lines.values())
