"""A check: one invariant of a slice as SQL that returns the rows that break it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant. `sql` is portable and returns one row for each violation, its id first.

    What SQL cannot say, such as a chain of hashes, is asked of `find`, which returns the ids.
    """

    code: str
    sentence: str
    sql: str = ""
    find: Callable[[], Sequence[str]] | None = None
