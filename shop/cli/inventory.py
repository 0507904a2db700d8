"""`flask inventory …`: book goods in and correct stock, each with its reason."""

from __future__ import annotations

from collections.abc import Callable

import click
from flask.cli import AppGroup

from shop.domain.inventory import actions, queries
from shop.kernel.errors import DomainError
from shop.kernel.unit_of_work import unit_of_work

group = AppGroup("inventory", help="Stock: every change is a movement with a reason.")
_ACTOR = "command line"


def _post(sku: str, verb: Callable[[int], int]) -> None:
    try:
        with unit_of_work():
            after = verb(queries.variant_id_of(sku))
    except DomainError as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"{sku}: {after} on hand")


@group.command("receive")
@click.argument("sku")
@click.argument("quantity", type=click.IntRange(min=1))
@click.option("--reason", default="", help="Such as the delivery note's number.")
def receive(sku: str, quantity: int, reason: str) -> None:
    """Book QUANTITY of SKU in: pieces, or centimetres of what is sold by the metre."""
    _post(sku, lambda variant: actions.receive(variant, quantity, reason=reason, actor=_ACTOR))


@group.command("adjust", context_settings={"ignore_unknown_options": True})
@click.argument("sku")
@click.argument("quantity", type=int)
@click.option("--reason", required=True, help="Why it was wrong: counted, damaged, lost.")
def adjust(sku: str, quantity: int, reason: str) -> None:
    """Correct the stock of SKU by a signed QUANTITY."""
    if not quantity:
        raise click.ClickException("Give a number other than 0, such as -2 or 3.")
    _post(sku, lambda variant: actions.adjust(variant, quantity, reason=reason, actor=_ACTOR))
