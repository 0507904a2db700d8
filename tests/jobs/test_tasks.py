"""A task is performed by one at a time, and a dry run changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from shop.domain.settings.models import SettingRow
from shop.jobs import alone, tasks
from shop.jobs.rehearsal import in_unit
from shop.jobs.schedule import Task
from shop.jobs.tasks import Ending, Outcome, perform
from shop.kernel.db import session
from shop.kernel.locks import Lease
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")


class Work:
    """A task that lasts until it is let go, and counts how many were at it at once."""

    def __init__(self) -> None:
        self.runs = self.most = self._now = 0
        self.begun, self.go = threading.Event(), threading.Event()

    def __call__(self, *, dry_run: bool = False) -> Mapping[str, int]:
        self.runs += 1
        self._now += 1
        self.most = max(self.most, self._now)
        self.begun.set()
        self.go.wait(10)
        self._now -= 1
        return {"dry": int(dry_run)}


def _task(work: Work) -> Task:
    return Task("work", timedelta(minutes=1), work)


def _meet(app: Flask, work: Work) -> tuple[Outcome, Outcome]:
    """Let a second run come while the first one is at it."""

    def one() -> Outcome:
        with app.app_context():
            return perform(_task(work))

    session().rollback()
    with ThreadPoolExecutor(2) as people:
        first = people.submit(one)
        work.begun.wait(10)
        second = people.submit(one)
        threading.Timer(0.3, work.go.set).start()
        return first.result(20), second.result(20)


def test_a_second_run_leaves_at_once(app: Flask) -> None:
    work = Work()
    first, second = _meet(app, work)
    assert (first.ending, second.ending) == (Ending.DONE, Ending.BUSY)
    assert (work.runs, work.most) == (1, 1)
    assert perform(_task(work)).ending is Ending.DONE, "afterwards it is free"


def test_without_the_lease_two_run_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "take", lambda *_given: True)
    work = Work()
    _meet(app, work)
    assert (work.runs, work.most) == (2, 2)


def test_a_lease_ends_with_its_process(database: object) -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    work = Work()
    work.go.set()
    gone = alone.new_owner().replace(f"|{os.getpid()}|", f"|{done.pid}|")
    with unit_of_work() as current:
        assert alone.take(current, "work", gone, 120)
    assert perform(_task(work)).ending is Ending.DONE


@pytest.mark.parametrize("owner", ["elsewhere|1|x", f"{alone._HOST}|1|x", "somebody"])
def test_a_lease_held_by_the_living_or_elsewhere_runs_out(clock: Hands, owner: str) -> None:
    work = Work()
    work.go.set()
    with unit_of_work() as current:
        assert alone.take(current, "work", owner, 120)
    assert perform(_task(work)).ending is Ending.BUSY
    clock.forward(seconds=121)
    assert perform(_task(work)).ending is Ending.DONE


def test_what_fails_is_told_and_frees_the_lease(caplog: pytest.LogCaptureFixture) -> None:
    def broken(*, dry_run: bool = False) -> Mapping[str, int]:
        raise ValueError(f"broken {dry_run}")

    task = Task("broken", timedelta(minutes=1), broken)
    for _time in range(2):
        assert perform(task) == Outcome(Ending.FAILED, error="ValueError: broken False")
    assert "task broken failed" in caplog.text


def test_a_dry_run_takes_no_lease_and_leaves_nothing() -> None:
    def write() -> int:
        session().add(SettingRow(key="written", value=1))
        session().flush()
        return 1

    def work(*, dry_run: bool = False) -> Mapping[str, int]:
        return {"written": in_unit(write, dry_run=dry_run)}

    task = Task("write", timedelta(minutes=1), work)
    for dry_run, rows in ((True, 0), (False, 1)):
        assert perform(task, dry_run=dry_run) == Outcome(Ending.DONE, {"written": 1})
        forget_session()
        assert len(session().scalars(select(SettingRow)).all()) == rows
        assert len(session().scalars(select(Lease)).all()) == rows


def test_a_lease_that_cannot_be_given_back_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def lost(*_given: object) -> None:
        raise OperationalError("UPDATE leases", {}, Exception("gone"))

    work = Work()
    work.go.set()
    with monkeypatch.context() as patched:
        patched.setattr(alone, "give_back", lost)
        assert tasks.perform(_task(work)).ending is Ending.DONE
    assert "could not be given back" in caplog.text
