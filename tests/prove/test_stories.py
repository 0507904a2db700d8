"""Short form of P5: whatever the order in which a provider tells its events, one end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from prove.deeds import oracle, stories
from prove.deeds.providers import leave, provider
from shop.domain.payments.actions.rows import locked_pair, write
from shop.domain.payments.actions.settle import Outcome
from shop.domain.payments.flows import process_event
from shop.domain.payments.ports import PaymentFact
from shop.domain.payments.statuses import PaymentStatus
from tests.support.databases import TestDatabase

LATE_AND_GIVEN_BACK = [
    ["shop:begin", 0], ["slow", 0], ["shop:expire", 0], ["clear", 0],
    ["refund", 250_00], ["refund", 1_00],
]  # fmt: skip


@pytest.fixture(autouse=True)
def _left() -> Iterator[None]:
    """End the stand-ins that a test has started."""
    yield
    leave()


def _ends(found: dict[str, Any]) -> set[str]:
    return {json.dumps(end, sort_keys=True) for end in found["ends"]}


@pytest.mark.parametrize("seed", [3, 11])
@pytest.mark.parametrize("code", ["test", "stripe"])
def test_a_story_has_one_end(shop_ground: TestDatabase, code: str, seed: int) -> None:
    found = stories.play(code=code, seed=seed, copies=3)

    assert len(_ends(found)) == 1, found["story"]
    assert found["ends"][0]["missing in the books"] == []
    assert oracle.violations() == []


@pytest.mark.parametrize("code", ["test", "stripe"])
def test_a_late_payment_that_was_given_back_in_parts(shop_ground: TestDatabase, code: str) -> None:
    found = stories.play(code=code, seed=1, copies=2, story=LATE_AND_GIVEN_BACK)

    assert len(_ends(found)) == 1
    end = found["ends"][0]
    assert end["missing in the books"] == []
    assert [row[-1] for row in end["payments"]] == [251_00]
    assert oracle.violations() == []


def test_who_believes_the_last_event_ends_anywhere(
    shop_ground: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: a card refused and then taken, told in both orders, one after the other."""

    def credulous(payment_id: int, fact: PaymentFact) -> Outcome:
        _order, payment = locked_pair(payment_id)
        write(payment, status=PaymentStatus(fact.state.value))
        return Outcome.SETTLED

    monkeypatch.setattr(process_event, "settle", credulous)
    story = [["shop:begin", 0], ["refuse", 0], ["pay", 0]]
    ends = set()
    for turn in (1, -1):
        told = stories.Telling(provider("stripe"), f"credulous {turn}")
        told.happen(story)
        for event in told.events()[::turn]:
            told.send(event)
        ends.add(json.dumps(told.end()["payments"]))
    assert len(ends) == 2
