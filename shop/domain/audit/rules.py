"""What is hidden before it is written down, and how one row is tied to the one before."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from shop.kernel.text import clean

HIDDEN = "•••"
FIRST = "0" * 64
"""What stands for the hash before the first row."""
FIELDS = (
    "id", "at", "actor", "member_id", "role", "address", "verb", "outcome", "subject",
    "subject_id", "before", "after", "previous",
)  # fmt: skip
"""What a hash covers; a column that comes later is left out, so that old hashes stay true."""
_LONGEST = 300
_MOST = 40
_SECRET = re.compile(r"password|secret|token|seed|hash|otp|\bkey\b|_key$|^code$|backup_codes")
_PERSONAL = re.compile(r"phone|address|street|landmark|birthday|note")
_NAME = re.compile(r"(?:^|_)name$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?\d[\d ().-]{7,}\d")


def masked(facts: Mapping[str, object] | None, *, people: bool = False) -> dict[str, Any]:
    """Return `facts` as they may be kept for ever: no secrets, no way to reach or find a person.

    `people` says that the facts are about a person, whose name is then hidden too.
    """
    return {
        clean(name)[:60]: _value(name, value, people=people)
        for name, value in list((facts or {}).items())[:_MOST]
    }


def _value(name: str, value: object, *, people: bool) -> Any:
    if _SECRET.search(name.lower()):
        return HIDDEN
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return masked(value, people=people)
    if isinstance(value, Sequence | frozenset | set) and not isinstance(value, str):
        items = sorted(value, key=str) if isinstance(value, frozenset | set) else value
        return [_value(name, item, people=people) for item in list(items)[:_MOST]]
    text = clean(str(value))[:_LONGEST]
    if _PERSONAL.search(name.lower()) or (people and _NAME.search(name.lower())):
        return _initial(text)
    return _PHONE.sub(lambda _found: HIDDEN, _EMAIL.sub(lambda found: _email(found[0]), text))


def _initial(text: str) -> str:
    return f"{text[:1]}{HIDDEN}" if text else ""


def _email(text: str) -> str:
    """Return an address with the first letter and the domain alone: enough to tell two apart."""
    local, _at, domain = text.partition("@")
    return f"{local[:1]}{HIDDEN}@{domain}"


def digest(row: Mapping[str, Any]) -> str:
    """Return the SHA-256 that ties a row to the one before it."""
    said = {name: row[name] for name in FIELDS} | {"at": _moment(row["at"])}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
