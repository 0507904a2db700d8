"""`flask orders …`: look at orders, confirm, cancel, note; until the back office has its pages."""

from __future__ import annotations

import json
from collections.abc import Callable

import click
from flask.cli import AppGroup

from shop.domain.orders import queries
from shop.domain.orders.actions import annotate, cancel, confirm, hold
from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import NoteKind
from shop.domain.orders.words import shown_word
from shop.kernel.errors import DomainError, NotFound
from shop.kernel.formatting import format_money, format_quantity
from shop.kernel.i18n import _, pick
from shop.kernel.unit_of_work import unit_of_work

group = AppGroup("orders", help="Orders: what was bought and where it stands.")
_ACTOR = "command line"


def _found(number: str) -> Placed:
    order = queries.by_number(number)
    if order is None:
        raise NotFound(_("No order has the number %(number)s.", number=number))
    return order


def _act(number: str, verb: Callable[[int], object]) -> None:
    try:
        with unit_of_work():
            verb(_found(number).id)
    except DomainError as error:
        raise click.ClickException(error.sentence) from error
    after = queries.view(_found(number).id)
    if after:
        click.echo(f"{after.number}: {after.status}")


@group.command("list")
@click.option("--limit", default=20, type=click.IntRange(1, 1000))
def show_all(limit: int) -> None:
    """Print the newest orders, one line of JSON each."""
    for one in queries.recent(limit):
        line = {
            "number": one.number, "shown": one.shown, "status": one.status,
            "payment": one.payment_state, "total": one.total.minor,
            "currency": one.total.currency, "name": one.name,
            "placed_at": one.placed_at.isoformat(),
        }  # fmt: skip
        click.echo(json.dumps(line, ensure_ascii=False))


@group.command("show")
@click.argument("number")
def show(number: str) -> None:
    """Print one order with its lines and its history."""
    order = queries.view(_of(number))
    if order is None:
        return
    click.echo(f"{order.number}  {shown_word(order.shown)}  {order.status}, {order.payment_state}")
    if order.hold_reason:
        click.echo(f"on hold: {order.hold_reason}")
    click.echo(f"{order.name}, {order.phone}; {order.area}, {order.town}; {order.landmark}")
    for line in order.lines:
        quantity, amount = format_quantity(line.quantity, line.unit), line.subtotal
        money = format_money(amount.minor, amount.currency)
        click.echo(f"  {quantity} × {line.sku} {pick(line.name)}: {money}")
    total = order.totals.total
    click.echo(f"total {format_money(total.minor, total.currency)} by {order.payment_method}")
    for entry in reversed(queries.timeline(order.id)):
        click.echo(f"{entry.at:%Y-%m-%d %H:%M} {entry.kind} by {entry.actor} {entry.note}".rstrip())
    for kind in NoteKind:
        for note in queries.notes(order.id, kind):
            click.echo(f"{note.at:%Y-%m-%d %H:%M} {kind} note by {note.actor}: {note.text}")


def _of(number: str) -> int:
    try:
        return _found(number).id
    except DomainError as error:
        raise click.ClickException(error.sentence) from error


@group.command("confirm")
@click.argument("number")
@click.option("--note", default="", help="Such as: called, comes on Tuesday.")
def confirm_one(number: str, note: str) -> None:
    """Say yes to a placed order."""
    _act(number, lambda order: confirm.confirm(order, _ACTOR, note))


@group.command("cancel")
@click.argument("number")
@click.option("--reason", required=True, help="The buyer reads it on the order's page.")
def cancel_one(number: str, reason: str) -> None:
    """Cancel an order of which nothing has shipped; its stock is free again."""
    _act(number, lambda order: cancel.cancel(order, _ACTOR, reason))


@group.command("lift")
@click.argument("number")
@click.option("--note", default="", help="What was settled.")
def lift_one(number: str, note: str) -> None:
    """Take an order off hold."""
    _act(number, lambda order: hold.lift(order, _ACTOR, note))


@group.command("note")
@click.argument("number")
@click.argument("text")
@click.option("--to-buyer", is_flag=True, help="Show it on the order's page.")
def note_one(number: str, text: str, *, to_buyer: bool) -> None:
    """Write a note on an order; an internal one unless told otherwise."""
    kind = NoteKind.CUSTOMER if to_buyer else NoteKind.INTERNAL
    _act(number, lambda order: annotate.annotate(order, kind, text, _ACTOR))
