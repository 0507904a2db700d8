"""Short form of P7: the books balance whatever is done, and agree with the provider."""

from __future__ import annotations

import pytest

from prove.deeds import walk
from shop.domain.payments.actions import arrive
from tests.support.databases import TestDatabase


def test_the_books_balance(shop_ground: TestDatabase) -> None:
    found = walk.walk(steps=120, seed=5)
    assert found["entries"] > 100
    assert {name: found[name] for name in ("sum", "orders_off", "provider_diff", "broken")} == {
        "sum": 0, "orders_off": 0, "provider_diff": 0, "broken": [],
    }  # fmt: skip


def test_a_posting_that_is_left_out_is_noticed(
    shop_ground: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: refunds that are not booked."""
    monkeypatch.setattr(arrive, "post_refund", lambda *_what, **_who: False)
    found = walk.walk(steps=120, seed=5)
    assert found["provider_diff"] > 0
