"""`flask staff …`: people come, change their password and leave; the demo's owner comes once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from shop.cli.staff import OWNER
from shop.config import Config, Environment
from shop.domain.staff import flows, queries, totp
from shop.domain.staff.actions import factors, invitations
from shop.domain.staff.errors import BadCredentials
from shop.kernel import clock
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.staff import PASSWORD, SEED, session_of
from tests.support.databases import TestDatabase

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, database: TestDatabase) -> Run:
    """Return what runs a command of the group."""
    runner = app.test_cli_runner()
    return lambda *words, **options: runner.invoke(args=["staff", *words], **options)


@pytest.fixture
def place(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """Give the app an instance folder of its own."""
    config: Config = app.extensions["config"]
    app.extensions["config"] = replace(config, instance_path=tmp_path)
    yield tmp_path
    app.extensions["config"] = config


def create(run: Run, password: str = PASSWORD, email: str = "asha@example.com") -> Result:
    """Add an owner."""
    options = ("--email", email, "--name", "Asha", "--role", "owner", "--password-stdin")
    return run("create", *options, input=f"{password}\n")


def sign_in(password: str, email: str = "asha@example.com") -> str:
    """Sign in as the web would."""
    return flows.sign_in(email, password, address="", user_agent="")


def test_create_and_list(run: Run) -> None:
    assert json.loads(create(run).output)["created"]
    assert json.loads(run("list").output) == {
        "email": "asha@example.com",
        "name": "Asha",
        "role": "Owner",
        "status": "active",
    }
    assert sign_in(PASSWORD)


def test_errors_are_one_line_and_an_exit_status(run: Run) -> None:
    create(run)
    for result in (
        create(run),
        create(run, password="password1234", email="b@example.com"),
        run("disable", "nobody@example.com"),
        run("disable", "asha@example.com"),  # the last owner
        run("set-password", "asha@example.com"),  # no --password-stdin
    ):
        assert result.exit_code == 1
        assert result.output.startswith("Error: ")
        assert result.output.count("\n") == 1


def test_another_password(run: Run) -> None:
    create(run)
    result = run("set-password", "asha@example.com", "--password-stdin", input=PASSWORD + " 2\n")
    assert result.exit_code == 0
    with pytest.raises(BadCredentials):
        sign_in(PASSWORD)
    assert sign_in(PASSWORD + " 2")


def test_disable_ends_sessions(run: Run) -> None:
    number = json.loads(create(run).output)["created"]
    create(run, email="second@example.com")
    secret = session_of(number)
    assert run("disable", "asha@example.com").exit_code == 0
    assert queries.signed_in(secret) is None


def test_the_first_owner_comes_once_and_can_sign_in(run: Run, place: Path) -> None:
    assert run("first-owner").exit_code == 0
    file = place / "sign-in.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text("utf-8")
    lines = text.splitlines()
    assert lines[0].endswith("/admin/sign-in")
    password = lines[2].split()[-1]
    assert sign_in(password, lines[1].split()[-1])
    assert run("first-owner").exit_code == 0
    assert file.read_text("utf-8") == text
    assert len(queries.members()) == 1


def test_where_people_work_already_nothing_is_written(run: Run, place: Path) -> None:
    create(run)
    assert run("first-owner").exit_code == 0
    assert list(place.iterdir()) == []


def test_production_writes_no_password_down(app: Flask, run: Run, place: Path) -> None:
    config: Config = app.extensions["config"]
    app.extensions["config"] = replace(config, env=Environment.PRODUCTION)
    result = run("first-owner")
    assert result.exit_code == 1
    assert "flask staff invite" in result.output
    assert not queries.anybody()
    assert list(place.iterdir()) == []


def test_a_second_factor_comes_along_and_goes(run: Run) -> None:
    options = ("--email", "a@example.com", "--role", "viewer", "--password-stdin")
    made = run("create", *options, "--totp-secret", SEED, input=PASSWORD + "\n")
    number = json.loads(made.output)["created"]
    assert factors.seed_of(number) == SEED
    secret = session_of(number)
    assert run("reset-second-factor", "a@example.com").exit_code == 0
    assert factors.seed_of(number) is None
    assert queries.signed_in(secret) is None
    bad = run("create", "--email", "b@example.com", *options[2:], "--totp-secret", "1", input="x")
    assert bad.exit_code == 1


def test_only_a_demo_tells_codes(app: Flask, run: Run, place: Path) -> None:
    run("first-owner")
    lines = dict(line.split(":", 1) for line in (place / "sign-in.txt").read_text().splitlines())
    seed = lines["Secret"].strip()
    assert f"secret={seed}" in lines["Link"]
    result = run("code", OWNER)
    assert result.exit_code == 0
    assert totp.fitting_step(seed, result.output.split()[0], clock.now(), 0)
    create(run)
    assert run("code", "asha@example.com").exit_code == 1
    app.extensions["config"] = replace(app.extensions["config"], env=Environment.PRODUCTION)
    assert run("code", OWNER).exit_code == 1
    assert run("code", "nobody@example.com").exit_code == 1


def test_an_invited_owner_joins_by_the_link(app: Flask, run: Run) -> None:
    options = ("--email", "a@example.com", "--role", "owner")
    first = json.loads(run("invite", *options).output)["link"]
    link = json.loads(run("invite", *options).output)["link"]
    secret = link.rpartition("/admin/join/")[2]
    assert queries.invited(first.rpartition("/")[2]) is None
    assert queries.invited(secret)
    with unit_of_work():
        invitations.accept(secret, PASSWORD)
    assert sign_in(PASSWORD, "a@example.com")
    assert run("invite", *options).exit_code == 1
