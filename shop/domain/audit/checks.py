"""The audit's invariant: nothing was changed, left out, put in between or cut off."""

from __future__ import annotations

from shop.domain.audit import queries, rules
from shop.kernel.checks import Check


def broken_links() -> list[str]:
    """Return the numbers of the rows where the chain does not hold, `end` where its end is gone."""
    found, expected, previous = [], 1, rules.FIRST
    for row in queries.chain():
        if row["id"] != expected or row["previous"] != previous or row["hash"] != rules.digest(row):
            found.append(str(row["id"]))
        expected, previous = row["id"] + 1, row["hash"]
    if expected - 1 != queries.counted():
        found.append("end")
    return found


CHECKS = [
    Check(
        "A1",
        "The audit is whole: every act hangs on the one before, and none is missing.",
        find=broken_links,
    ),
]
