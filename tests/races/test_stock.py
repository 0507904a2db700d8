"""The last units, taken by many threads and by many processes: none is sold twice."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from shop.config import ROOT
from shop.domain.catalogue.models import Listing, Product
from shop.domain.inventory import actions
from shop.domain.inventory.actions import levels
from shop.domain.inventory.checks import CHECKS
from shop.domain.inventory.models import Level, Movement
from shop.domain.ops.checks import run
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product, sizes, variants_of
from tests.factories.inventory import stock
from tests.factories.memory import forget_session
from tests.races.taking import take_guarded, take_unguarded
from tests.support.databases import TestDatabase

UNITS, PEOPLE = 5, 8


@pytest.fixture
def variant(database: TestDatabase) -> int:
    """Return a variant of which there are five."""
    with unit_of_work():
        made = stock(product(), UNITS)
    return variants_of(made)[0].id


def _left() -> int:
    forget_session()
    return session().scalars(select(Level.on_hand)).one()


def _race(app: Flask, variant: int, take: Callable[[int], bool]) -> int:
    """Let everybody come at once until nothing is left; return how many units were sold."""
    together = threading.Barrier(PEOPLE)

    def one() -> int:
        taken = 0
        for _round in range(2):
            together.wait(30)
            with app.app_context():
                taken += take(variant)
        return taken

    with ThreadPoolExecutor(PEOPLE) as people:
        return sum(buying.result(60) for buying in [people.submit(one) for _ in range(PEOPLE)])


def test_threads_take_the_last_units(app: Flask, variant: int) -> None:
    assert _race(app, variant, take_guarded) == UNITS
    assert _left() == 0
    taken = session().scalars(select(Movement.quantity).where(Movement.quantity < 0)).all()
    assert len(taken) == UNITS
    assert run(CHECKS) == []


def test_without_its_guard_the_same_race_oversells(app: Flask, variant: int) -> None:
    looked = threading.Barrier(PEOPLE)
    sold = _race(app, variant, lambda number: take_unguarded(number, lambda: looked.wait(30)))
    assert sold > UNITS


def _processes(database: TestDatabase, folder: Path, variant: int, way: str, times: int) -> int:
    database.touch()
    session().rollback()
    environ = {
        **os.environ,
        "DATABASE_URL": database.url,
        "INSTANCE_PATH": str(folder),
        "LOG_LEVEL": "error",
    }
    command = [sys.executable, "-m", "tests.races.taking", way, str(variant), str(times)]
    started = [
        subprocess.Popen(
            command, cwd=ROOT, env=environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    try:
        for one in started:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in started:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        return sum(int(one.communicate(timeout=120)[0]) for one in started)
    finally:
        for one in started:
            one.kill()
            one.communicate()


def test_processes_take_the_last_units(
    database: TestDatabase, tmp_path: Path, variant: int
) -> None:
    with unit_of_work():
        actions.receive(variant, 40)
    assert _processes(database, tmp_path, variant, "guarded", 30) == UNITS + 40
    assert _left() == 0
    assert run(CHECKS) == []


def test_without_their_guard_processes_oversell(
    database: TestDatabase, tmp_path: Path, variant: int
) -> None:
    with unit_of_work():
        actions.receive(variant, 120)
    assert _processes(database, tmp_path, variant, "unguarded", 60) > 125 - _left()


def _last_of_two_sizes(app: Flask) -> tuple[bool, str]:
    """Let two people take the last of one size each, both at once; return what the list says."""
    with unit_of_work():
        made = stock(product(options=[sizes("s", "l")]), 1)
    first, second = (one.id for one in variants_of(made))
    session().rollback()
    taken, told = threading.Event(), threading.Event()

    def one() -> None:
        with app.app_context(), unit_of_work():
            actions.adjust(first, -1, reason="sold")
            taken.set()
            told.wait(1)  # the other may look before this is committed, if it can

    def other() -> None:
        taken.wait(10)
        with app.app_context(), unit_of_work():
            actions.adjust(second, -1, reason="sold")
            told.set()

    with ThreadPoolExecutor(2) as people:
        for buying in (people.submit(one), people.submit(other)):
            buying.result(30)
    forget_session()
    row = session().get_one(Listing, made.id)
    return row.in_stock, row.stock_state


def test_two_writers_of_one_listing(app: Flask, database: TestDatabase) -> None:
    assert _last_of_two_sizes(app) == (False, "out")
    assert run(CHECKS) == []


@pytest.mark.only("postgresql")
def test_without_the_lock_two_writers_leave_a_lie(
    app: Flask, database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has one writer at a time anyway; its twin is in `test_writers`."""
    shared = levels._LOCKS["wanted"].with_for_update(read=True, key_share=True, of=Product)
    monkeypatch.setitem(levels._LOCKS, "wanted", shared)
    assert _last_of_two_sizes(app) == (True, "low")
    assert [violation.check.code for violation in run(CHECKS)] == ["S13"]


def test_the_first_receipts_of_a_variant_at_once(app: Flask, database: TestDatabase) -> None:
    with unit_of_work():
        actions.default_location()
        variant = variants_of(product())[0].id
    session().rollback()
    together = threading.Barrier(4)

    def one() -> None:
        together.wait(10)
        with app.app_context(), unit_of_work():
            actions.receive(variant, 2)

    with ThreadPoolExecutor(4) as people:
        for receiving in [people.submit(one) for _ in range(4)]:
            receiving.result(30)
    assert _left() == 8
    assert run(CHECKS) == []
