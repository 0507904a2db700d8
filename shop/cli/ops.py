"""`flask ops check`: every invariant of every slice."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from shop.domain.ops import checks, registered

group = AppGroup("ops", help="Is everything as it should be.")


@group.command("check")
def check() -> None:
    """Run every slice's invariants; exit code 1 where one is broken."""
    known = registered.ALL_CHECKS
    broken = checks.run(known)
    for violation in broken:
        shown = ", ".join(violation.examples)
        click.echo(
            f"{violation.check.code}: {violation.check.sentence} ({violation.count}: {shown})"
        )
    total = sum(violation.count for violation in broken)
    click.echo(f"check: {len(known)} checks, {total} violations")
    sys.exit(1 if total else 0)
