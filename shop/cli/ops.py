"""`flask ops …`: every invariant of every slice, and whether every part answers."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from shop.domain.ops import checks, health, registered

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


@group.command("health")
def health_command() -> None:
    """Say what is wrong, and what somebody should see to; exit code 1 where something is wrong."""
    troubles, warnings = health.troubles(), health.warnings()
    for kind, found in (("trouble", troubles), ("warning", warnings)):
        for part, sentence in found.items():
            click.echo(f"{kind}: {part}: {sentence}")
    click.echo(f"health: {len(troubles)} troubles, {len(warnings)} warnings")
    sys.exit(1 if troubles else 0)
