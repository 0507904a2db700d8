"""`flask catalogue …`: publication dates and pictures from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from shop.domain.media import flows
from shop.jobs import catalogue as jobs
from shop.kernel.errors import DomainError

group = AppGroup("catalogue", help="Products and their pictures.")


@group.command("apply-dates")
def apply_dates() -> None:
    """Publish and withdraw products whose date has come; prints one line of JSON."""
    click.echo(json.dumps(jobs.apply_dates()))


@group.command("store-picture")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def store_picture(file: Path) -> None:
    """Store a picture; the worker makes its sizes. Prints its number."""
    try:
        click.echo(flows.upload(file.read_bytes(), file.name))
    except DomainError as error:
        raise click.ClickException(error.sentence) from error
