"""Run every slice's invariants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from shop.kernel.checks import Check
from shop.kernel.db import session

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken invariant: how often, and the ids of a few rows that break it."""

    check: Check
    count: int
    examples: list[str]


def run(checks: Sequence[Check]) -> list[Violation]:
    """Return the broken ones among `checks`."""
    found = []
    for check in checks:
        ids = check.find() if check.find else session().scalars(text(check.sql)).all()
        if ids:
            found.append(Violation(check, len(ids), [str(one) for one in ids[:_SHOWN]]))
    return found
