"""What is hidden before it is written down, and what a hash covers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from shop.domain.audit.rules import FIELDS, FIRST, HIDDEN, digest, masked

ROW: dict[str, Any] = {
    "id": 1, "at": datetime(2026, 11, 21, 9, tzinfo=UTC), "actor": "member", "member_id": 3,
    "role": "Owner", "address": "127.0.0.1", "verb": "role.changed", "outcome": "done",
    "subject": "role", "subject_id": "4", "before": {"a": 1, "b": [True]}, "after": {},
    "previous": FIRST,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("password", "ukuta mrefu", HIDDEN),
        ("new_password", "", HIDDEN),
        ("api_key", "sk_live_1", HIDDEN),
        ("totp_secret", "JBSW", HIDDEN),
        ("email", "asha@example.com", f"a{HIDDEN}@example.com"),
        ("reason", "call asha@example.com", f"call a{HIDDEN}@example.com"),
        ("reason", "call +254 700 000 012 today", f"call {HIDDEN} today"),
        ("phone", "+254 700 000 012", f"+{HIDDEN}"),
        ("address", "Biashara Street", f"B{HIDDEN}"),
        ("price_minor", 350_000, 350_000),
        ("status", "disabled", "disabled"),
        ("active", True, True),
        ("until", None, None),
        ("keys", {"b", "a"}, ["a", "b"]),
        ("inner", {"secret": "x", "n": 1}, {"secret": HIDDEN, "n": 1}),
        ("text", "a\0b\ud800", "ab"),
        ("text", "x" * 5000, "x" * 300),
    ],
)
def test_secrets_and_personal_data_are_masked(name: str, value: object, kept: object) -> None:
    assert masked({name: value}) == {name: kept}


def test_names_of_people_are_masked_where_it_is_about_people() -> None:
    assert masked({"name": "Linen"}) == {"name": "Linen"}
    assert masked({"name": "Asha Odera"}, people=True) == {"name": f"A{HIDDEN}"}


@pytest.mark.parametrize("field", FIELDS)
def test_a_hash_covers_every_column(field: str) -> None:
    other: Any = {"at": ROW["at"] + timedelta(microseconds=1), "before": {"a": 2}}.get(field, "x")
    assert digest(ROW | {field: other}) != digest(ROW)


def test_a_hash_is_the_same_wherever_it_is_reckoned() -> None:
    moved = ROW["at"].astimezone(timezone(timedelta(hours=3)))
    turned = {"b": [True], "a": 1}
    assert digest(ROW | {"at": moved, "before": turned, "hash": "other"}) == digest(ROW)
