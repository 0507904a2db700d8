"""`flask mail …`: what did not get out, sending it again, and a mail on trial."""

from __future__ import annotations

import json

import click
from flask import current_app
from flask.cli import AppGroup

from shop.config import Config
from shop.domain.notifications import actions, queries
from shop.domain.notifications.letters import mail_of
from shop.domain.notifications.ports import email_sender
from shop.jobs.letters import trial
from shop.kernel.db import session
from shop.kernel.errors import DomainError
from shop.kernel.unit_of_work import unit_of_work

group = AppGroup("mail", help="Mails to customers.")
_SHOWN = 100


@group.command("waiting")
def waiting() -> None:
    """List mails that wait, were given up or refused, with the reason; one line of JSON each."""
    for message in queries.unsent(_SHOWN):
        line = {
            "id": message.public_id, "mail": message.template, "to": message.recipient,
            "status": message.status, "tries": message.tries,
            "since": message.created_at.isoformat(), "reason": message.reason,
        }  # fmt: skip
        click.echo(json.dumps(line))


@group.command("resend")
@click.argument("message", metavar="ID")
def resend(message: str) -> None:
    """Send the mail ID again, which was given up or refused."""
    try:
        with unit_of_work():
            actions.requeue(message)
    except DomainError as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"{message} is queued again.")


@group.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Send a mail to ADDRESS at once, and say what the mail server says."""
    config: Config = current_app.extensions["config"]
    letter, envelope = trial(address)
    session().rollback()
    try:
        email_sender().send(mail_of(letter, envelope))
    except DomainError as error:
        raise click.ClickException(error.sentence) from error
    where = "The mail server took it over." if config.smtp_url else "It lies at /outbox."
    click.echo(f"{where} Its Message-ID is {envelope.message_id}")
