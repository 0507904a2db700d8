"""A page of results and a keyset cursor."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Key = tuple[int, ...]
_MAX_CURSOR = 120
_MAX_PART = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items and the cursor of what follows, None at the end."""

    items: Sequence[T]
    next_cursor: str | None


def encode_cursor(key: Key) -> str:
    """Return the key of the last row shown as a short URL-safe text."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, length: int) -> Key | None:
    """Return the key of a cursor with `length` parts, or None for anything that is not one."""
    if not cursor or len(cursor) > _MAX_CURSOR or not cursor.isascii():
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        return None
    if not isinstance(parts, list) or len(parts) != length:
        return None
    if any(type(part) is not int or abs(part) > _MAX_PART for part in parts):
        return None
    return tuple(parts)
