"""JSON as text straight from the database, for hot pages that read a hundred small values.

`json.loads` looks for white space around each value and takes two thirds of its time for that;
the database's own text has none.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Cast, ColumnElement, Text, cast

# CPython's own scanner: https://docs.python.org/3/library/json.html leaves it unmentioned, and
# `raw_decode` is this call inside a slower one.
_scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # undocumented


def as_text(column: ColumnElement[Any] | Any) -> Cast[str]:
    """Return what selects a JSON column as the text that `parsed` reads."""
    return cast(column, Text)


def parsed(text: str | None) -> Any:
    """Return the value of a JSON text that the database gave; None for NULL."""
    return None if text is None else _scan(text, 0)[0]
