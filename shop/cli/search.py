"""`flask search rebuild`: index every product anew while the shop goes on."""

from __future__ import annotations

import json

import click
from flask.cli import AppGroup

from shop.jobs import search as jobs

group = AppGroup("search", help="The search index.")


@group.command("rebuild")
def rebuild() -> None:
    """Index everything anew; needed when the way words are read has changed."""
    click.echo(json.dumps({"batches": jobs.rebuild()}))
