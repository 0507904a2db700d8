"""`flask ops check` as a function: every invariant of every slice."""

from __future__ import annotations

from shop.domain.ops import checks, registered
from shop.kernel.db import session


def violations() -> list[str]:
    """Return what is broken, in words; nothing where all is well."""
    session().rollback()
    return [
        f"{broken.check.code} {broken.check.sentence}: {', '.join(broken.examples)}"
        for broken in checks.run(registered.ALL_CHECKS)
    ]


def line() -> str:
    """Return the oracle's line for runs that found nothing broken."""
    return f"check: {len(registered.ALL_CHECKS)} checks, 0 violations"
