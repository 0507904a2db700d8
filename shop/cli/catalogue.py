"""`flask catalogue …`: publication dates and pictures from the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from shop.cli import tasks
from shop.domain.catalogue.actions import images
from shop.domain.media import flows
from shop.kernel.errors import DomainError
from shop.kernel.i18n import SOURCE_LOCALE
from shop.kernel.unit_of_work import unit_of_work

group = AppGroup("catalogue", help="Products and their pictures.")
tasks.alias(group, "apply-dates", "catalogue.apply_dates")


@group.command("add-picture")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--alt", required=True, help="What the picture shows, for those who cannot see it.")
def add_picture(slug: str, file: Path, alt: str) -> None:
    """Add a picture to the product at SLUG; the worker makes its sizes."""
    try:
        media_id = flows.upload(file.read_bytes(), file.name)
        with unit_of_work():
            images.attach(slug, media_id, {SOURCE_LOCALE: alt})
    except DomainError as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"Stored as picture {media_id}; it is shown when the worker has made its sizes.")
