"""`flask payments …`: say what came without a gateway, and look at what gateways said."""

from __future__ import annotations

import json
import re

import click
from flask.cli import AppGroup

from shop.domain.payments import queries
from shop.domain.payments.actions import methods
from shop.domain.payments.actions.confirm import confirm
from shop.domain.payments.queries import Attempt
from shop.domain.settings.queries import shop_settings
from shop.kernel.errors import DomainError
from shop.kernel.formatting import format_money
from shop.kernel.money import Money, exponent
from shop.kernel.unit_of_work import unit_of_work

group = AppGroup("payments", help="Money that comes in.")
_ACTOR = "command line"
_SHOWN = 50


@group.command("confirm")
@click.argument("order", metavar="ORDER")
@click.option("--reference", required=True, help="Of the transfer, or the number of the receipt.")
@click.option("--amount", help="What came, such as 1450 or 1450.50; else just what is owed.")
@click.option("--anyway", is_flag=True, help="The sum differs, and that is meant.")
def confirm_order(order: str, reference: str, amount: str | None, *, anyway: bool) -> None:
    """Record that ORDER was paid by transfer or in cash; the same reference again is harmless."""
    try:
        with unit_of_work():
            money = None if amount is None else _money(amount)
            payment = confirm(order, reference, money, _ACTOR, difference=anyway)
    except DomainError as error:
        hint = " Repeat with --anyway if it is meant." if error.code == "WRONG_SUM" else ""
        raise click.ClickException(error.sentence + hint) from error
    found = queries.by_id(payment)
    click.echo(f"{order.upper()}: {_shown(found.captured or found.amount)} recorded.")


@group.command("list")
@click.option("--most", type=click.IntRange(1, 1000), default=_SHOWN, show_default=True)
def list_attempts(most: int) -> None:
    """List the newest attempts to pay, of all orders; one line of JSON each."""
    for number, attempt in queries.recent(most):
        click.echo(json.dumps(_line(number, attempt)))


@group.command("show")
@click.argument("name", metavar="ORDER|PAYMENT")
def show(name: str) -> None:
    """Show the attempts of an order (its number), or one attempt (pay_…), with what was heard."""
    found = queries.named(name)
    if not found:
        raise click.ClickException(f"{name} is no order and no payment, or nobody began to pay.")
    for number, attempt in found:
        line = _line(number, attempt) | {"heard": queries.heard(attempt)}
        click.echo(json.dumps(line, indent=2))


@group.command("enable")
@click.argument("code")
def enable(code: str) -> None:
    """Offer the method CODE; cash, transfer, stripe and test are made where they do not exist."""
    _set(code, active=True)


@group.command("disable")
@click.argument("code")
def disable(code: str) -> None:
    """Offer the method CODE no more; orders that have it keep it."""
    _set(code, active=False)


def _set(code: str, *, active: bool) -> None:
    try:
        with unit_of_work():
            methods.set_active(code, active=active)
    except DomainError as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"{code} is {'offered' if active else 'no longer offered'}.")


def _money(text: str) -> Money:
    """Return what was typed as money of the shop's currency."""
    currency = shop_settings().currency
    digits = exponent(currency)
    whole, _point, rest = text.partition(".")
    if not re.fullmatch(r"[0-9]{1,12}", whole) or not re.fullmatch(r"[0-9]*", rest):
        raise click.BadParameter("give a sum such as 1450 or 1450.50", param_hint="--amount")
    if len(rest) > digits:
        raise click.BadParameter(f"{currency} has {digits} digits", param_hint="--amount")
    return Money(int(whole + rest.ljust(digits, "0")), currency)


def _shown(money: Money) -> str:
    return format_money(money.minor, money.currency, hide_zero=False).replace("\u00a0", " ")


def _line(number: str, attempt: Attempt) -> dict[str, object]:
    return {
        "payment": attempt.public_id,
        "order": number,
        "method": attempt.method,
        "gateway": attempt.gateway,
        "status": attempt.status,
        "amount": _shown(attempt.amount),
        "captured": _shown(attempt.captured) if attempt.captured else None,
        "reference": attempt.reference,
        "failure": attempt.failure,
        "since": attempt.started_at.isoformat(timespec="seconds"),
        "until": attempt.expires_at.isoformat(timespec="seconds") if attempt.expires_at else None,
    }
