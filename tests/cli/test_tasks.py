"""`flask tasks …` and its shorter names: one line of JSON and an exit code for cron."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.domain.notifications.models import Message
from shop.domain.settings import actions as settings
from shop.jobs import alone
from shop.jobs.schedule import TASKS
from shop.kernel.db import session
from shop.kernel.outbox import OutboxDelivery
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.orders import placed
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")
ALIASES = {
    ("inventory", "expire-holds"): "holds.expire",
    ("inventory", "scan-low-stock"): "inventory.scan_low_stock",
    ("media", "sweep"): "media.sweep",
    ("orders", "expire"): "orders.expire",
    ("outbox", "sweep"): "outbox.sweep",
}


def _run(app: Flask, *words: str) -> tuple[int, Any]:
    result = app.test_cli_runner().invoke(args=list(words))
    forget_session()
    try:
        return result.exit_code, json.loads(result.stdout)
    except json.JSONDecodeError:
        return result.exit_code, result.output


def test_every_task_is_listed_with_its_pace(app: Flask) -> None:
    code, said = _run(app, "tasks", "list")
    assert code == 0
    lines = said.splitlines()
    assert [line.split()[0] for line in lines] == [task.name for task in TASKS]
    assert any("every 6 h" in line for line in lines)
    assert any("every 10 s" in line for line in lines)


@pytest.mark.parametrize("name", [task.name for task in TASKS])
@pytest.mark.parametrize("dry_run", [False, True])
def test_every_task_can_be_run(app: Flask, name: str, dry_run: bool) -> None:
    words = ["--dry-run"] if dry_run else []
    code, line = _run(app, "tasks", "run", name, *words)
    assert code == 0
    assert (line["task"], line["status"], line["dry_run"]) == (name, "done", dry_run)
    assert line["seconds"] < 60
    numbers = set(line) - {"task", "status", "dry_run", "seconds"}
    assert numbers
    assert all(isinstance(line[number], int) for number in numbers)


@pytest.mark.parametrize(("words", "name"), ALIASES.items())
def test_the_shorter_names(app: Flask, words: tuple[str, str], name: str) -> None:
    code, line = _run(app, *words, "--dry-run")
    assert (code, line["task"], line["dry_run"]) == (0, name, True)


def test_a_wrong_name_is_usage(app: Flask) -> None:
    code, said = _run(app, "tasks", "run", "nothing")
    assert code == 2
    assert "nothing" in said


def test_a_run_under_way_means_try_later(app: Flask) -> None:
    with unit_of_work() as current:
        assert alone.take(current, "media.sweep", "elsewhere|1|x", 100)
    session().rollback()
    code, line = _run(app, "media", "sweep")
    assert (code, line["status"]) == (os.EX_TEMPFAIL, "busy")
    assert _run(app, "media", "sweep", "--dry-run")[0] == 0


def test_a_failure_is_one_line_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise ValueError("a fault\nof ours")

    monkeypatch.setattr(alone, "take", broken)
    code, line = _run(app, "tasks", "run", "media.sweep")
    assert code == 1
    assert (line["status"], line["error"]) == ("failed", "ValueError: a fault of ours")


def test_the_sweep_by_hand_sends_the_mail(app: Flask, clock: Hands) -> None:
    with unit_of_work():
        settings.change({"email": "nyuzi@example.com"})
        placed()
    session().rollback()
    clock.forward(seconds=11)
    assert _run(app, "outbox", "sweep", "--dry-run")[1]["run"] == 0
    for _round in range(3):
        _run(app, "outbox", "sweep")
        clock.forward(seconds=11)
    states = session().scalars(select(OutboxDelivery.state).where(OutboxDelivery.job != "x")).all()
    assert set(states) == {"done"}
    assert session().scalars(select(Message.status)).all() == ["sent"]


def test_mails_on_trial_and_again(app: Flask, clock: Hands) -> None:
    code, said = _run(app, "mail", "test", "asha@example.com")
    assert code == 0
    assert "It lies at /outbox. Its Message-ID is <msg_" in said
    code, said = _run(app, "mail", "test", "nobody")
    assert (code, "No mail can be written" in said) == (1, True)
    code, said = _run(app, "mail", "resend", "msg_nothing")
    assert (code, "There is no message" in said) == (1, True)

    with unit_of_work():
        row = Message(
            key="k", template="trial", recipient="a@b.example", locale="en", status="refused",
            last_error="550 No", created_at=clock.now - timedelta(days=1),
        )  # fmt: skip
        session().add(row)
        session().flush()
        number = row.public_id
    session().rollback()
    _code, line = _run(app, "mail", "waiting")
    assert (line["id"], line["status"], line["reason"]) == (number, "refused", "550 No")
    assert _run(app, "mail", "resend", number) == (0, f"{number} is queued again.\n")


def test_health_says_what_is_wrong(app: Flask) -> None:
    code, said = _run(app, "ops", "health")
    assert code == 0
    assert said.splitlines()[-1] == "health: 0 troubles, 0 warnings"
