"""`flask staff …`: who works here."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup

from shop.config import Config
from shop.domain.audit.actors import Actor, ActorKind, acting_as
from shop.domain.settings.queries import shop_settings
from shop.domain.staff import queries, totp
from shop.domain.staff.actions import access, factors, invitations, members
from shop.domain.staff.actions.members import NewMember
from shop.domain.staff.roles import Template
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.unit_of_work import unit_of_work

group = AppGroup("staff", help="The people who work here.")
OWNER = "owner@nyuzi.example"
_OWNER_NAME = "Fatma Mwinyi"
# Without letters and digits that look alike: it is typed from a terminal into a telephone.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4
_LONGEST_LINE = 1000


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Say what is wrong in one line; what is done here, a command did."""
    try:
        with acting_as(Actor(ActorKind.COMMAND)):
            yield
    except DomainError as error:
        raise click.ClickException(error.sentence) from error


def _password_from_stdin(*, password_stdin: bool) -> str:
    """Read one line; an option would stay in the shell's history and in the process list."""
    if not password_stdin:
        raise click.ClickException("Give --password-stdin and the password on standard input.")
    return sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n")


_password_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)


@group.command("create")
@click.option("--email", required=True)
@click.option("--name", default="", help="What the others call them.")
@click.option("--role", required=True, type=click.Choice([code.value for code in Template]))
@click.option("--totp-secret", default="", help="The second factor's secret, in base32.")
@_password_option
def create(email: str, name: str, role: str, totp_secret: str, *, password_stdin: bool) -> None:
    """Add a member of staff; prints one line of JSON.

    Without --totp-secret the first sign-in sets the second factor up.
    """
    password = _password_from_stdin(password_stdin=password_stdin)
    if not password:
        raise click.ClickException("The password is empty.")
    name = name or email.partition("@")[0]
    new = NewMember(email=email, name=name, password=password, role=role, seed=totp_secret)
    with _plain_errors(), unit_of_work():
        number = members.create(new)
    click.echo(json.dumps({"created": number}))


@group.command("invite")
@click.option("--email", required=True)
@click.option("--name", default="", help="What the others call them.")
@click.option("--role", required=True, type=click.Choice([code.value for code in Template]))
def invite(email: str, name: str, role: str) -> None:
    """Print a link by which somebody joins: it holds once, for three days."""
    config: Config = current_app.extensions["config"]
    new = NewMember(email=email, name=name or email.partition("@")[0], role=role)
    with _plain_errors(), unit_of_work():
        known = queries.id_of(email)
        secret = invitations.issue(known or members.create(new))
    click.echo(json.dumps({"link": f"{config.public_url}/admin/join/{secret}"}))


@group.command("list")
def show() -> None:
    """Print everybody who works or worked here, one line of JSON each."""
    for line in queries.members():
        about = {"email": line.email, "name": line.name, "role": line.role, "status": line.status}
        click.echo(json.dumps(about, ensure_ascii=False))


@group.command("set-password")
@click.argument("email")
@_password_option
def set_password(email: str, *, password_stdin: bool) -> None:
    """Give a member another password; all their sessions end."""
    password = _password_from_stdin(password_stdin=password_stdin)
    with _plain_errors(), unit_of_work():
        members.set_password(email, password)


@group.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Let a member in no more; all their sessions end."""
    with _plain_errors(), unit_of_work():
        members.disable(email)


@group.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Take a lost second factor away: all sessions end, the next sign-in sets another up."""
    with _plain_errors(), unit_of_work():
        access.reset_second_factor(members.by_email(email).id)


@group.command("code")
@click.argument("email")
def code(email: str) -> None:
    """Print the code of this moment, of an account that the demo made and never in production."""
    config: Config = current_app.extensions["config"]
    if config.is_production:
        raise click.ClickException("Only a demo tells codes: read yours from the app.")
    seed = factors.seed_of(queries.demo_id_of(email) or 0)
    if seed is None:
        raise click.ClickException(f"{email} is no account of the demo with a second factor.")
    moment = clock.now()
    left = totp.STEP_SECONDS - int(moment.timestamp()) % totp.STEP_SECONDS
    click.echo(f"{totp.code_at(seed, totp.step_at(moment))} (for {left} seconds, opens once)")


@group.command("first-owner")
def first_owner() -> None:
    """Make the demo's owner where nobody works here yet, and write down how to sign in."""
    config: Config = current_app.extensions["config"]
    if config.is_production:
        raise click.ClickException(
            "In production no password is written down: `flask staff invite --role owner"
            " --email …` prints a link by which the first owner joins."
        )
    with _plain_errors(), unit_of_work():
        if queries.anybody():
            return
        password, seed = _made_up(), totp.new_seed()
        members.create(
            NewMember(
                email=OWNER,
                name=_OWNER_NAME,
                password=password,
                role=Template.OWNER,
                seed=seed,
                demo=True,
            )
        )
        _write_down(config, password, seed)


def _made_up() -> str:
    """Return a password of 79 random bits, in groups that can be read out."""
    return "-".join(
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)
    )


def _write_down(config: Config, password: str, seed: str) -> None:
    """Write how to sign in to a file that this process's owner alone can read, whole or not."""
    file = config.instance_path / "sign-in.txt"
    draft = file.with_name(".sign-in.txt")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(
        f"Sign in at {config.public_url}/admin/sign-in\n"
        f"E-mail:     {OWNER}\n"
        f"Password:   {password}\n"
        f"Code:       .venv/bin/flask staff code {OWNER}, or an app with this secret:\n"
        f"Secret:     {seed}\n"
        f"Link:       {totp.address(seed, OWNER, shop_settings().name)}\n",
        "utf-8",
    )
    draft.replace(file)
