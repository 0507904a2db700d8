"""A check: one invariant of a slice as SQL that returns the rows that break it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant. `sql` is portable and returns one row for each violation, its id first."""

    code: str
    sentence: str
    sql: str
