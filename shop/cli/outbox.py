"""`flask outbox sweep`: do what is overdue, for cron and for a shop without a queue."""

from __future__ import annotations

import json

import click
from flask.cli import AppGroup

from shop.jobs import runtime

group = AppGroup("outbox", help="What must still happen.")


@group.command("sweep")
def sweep() -> None:
    """Run every overdue delivery here; prints one line of JSON."""
    click.echo(json.dumps(runtime.sweep()))
