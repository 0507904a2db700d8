"""Many writers at once: SQLite's queue, and what happens without it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session

WRITERS, ROUNDS = 6, 20
_READ = text("SELECT number FROM versions WHERE name = 'race'")
_WRITE = text("UPDATE versions SET number = :number WHERE name = 'race'")


@pytest.fixture
def counter(database: object) -> None:
    """Begin to count."""
    with unit_of_work():
        versions.bump("race")
    session().rollback()


def _all_write(act: object) -> None:
    together = threading.Barrier(WRITERS)

    def one() -> None:
        together.wait(10)
        for _round in range(ROUNDS):
            act()  # type: ignore[operator]

    with ThreadPoolExecutor(WRITERS) as writers:
        for writing in [writers.submit(one) for _ in range(WRITERS)]:
            writing.result(60)


class Meeting:
    """Where every writer waits once, so that all have read before the first of them writes."""

    def __init__(self) -> None:
        self._barrier = threading.Barrier(WRITERS)
        self._mine = threading.local()  # noqa: TID251 - the threads of a test are its own

    def wait(self) -> None:
        """Wait for the others the first time."""
        if not hasattr(self._mine, "met"):
            self._mine.met = True
            self._barrier.wait(10)


def _count() -> int:
    forget_session()
    return versions.read("race") - 1


def test_every_writer_counts(app: Flask, counter: None) -> None:
    def bump() -> None:
        with app.app_context(), unit_of_work():
            versions.bump("race")

    _all_write(bump)
    assert _count() == WRITERS * ROUNDS


@pytest.mark.only("sqlite")
def test_reading_first_inside_the_unit_is_safe_on_sqlite(app: Flask, counter: None) -> None:
    def bump() -> None:
        with app.app_context(), unit_of_work() as current:
            number = current.execute(_READ).scalar_one()
            current.execute(_WRITE, {"number": number + 1})

    _all_write(bump)
    assert _count() == WRITERS * ROUNDS


@pytest.mark.only("sqlite")
def test_without_the_write_lock_sqlite_refuses_or_loses(app: Flask, counter: None) -> None:
    """The twin: a transaction that begins by reading cannot become a writer any more."""
    meeting = Meeting()

    def bump() -> None:
        with app.app_context():
            current = session()
            number = current.execute(_READ).scalar_one()
            meeting.wait()
            current.execute(_WRITE, {"number": number + 1})
            current.commit()

    with pytest.raises(OperationalError, match="locked"):
        _all_write(bump)


def test_what_is_read_before_the_unit_is_not_relied_on(app: Flask, counter: None) -> None:
    """The twin for both databases: a number read outside and written inside is lost."""
    meeting = Meeting()

    def bump() -> None:
        with app.app_context():
            number = session().execute(_READ).scalar_one()
            meeting.wait()
            with unit_of_work() as current:
                current.execute(_WRITE, {"number": number + 1})

    _all_write(bump)
    assert _count() < WRITERS * ROUNDS
