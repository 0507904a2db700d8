"""The unit of work: all or nothing, alone, from fresh reads, and only then its consequences."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from shop.domain.settings.models import SettingRow
from shop.kernel.db import session
from shop.kernel.unit_of_work import after_commit, is_open, unit_of_work
from tests.factories.memory import forget_session
from tests.support.databases import TestDatabase

pytestmark = pytest.mark.usefixtures("database")


class Trouble(Exception):
    """What goes wrong in these tests."""


def _add(key: str, value: object = 1) -> None:
    session().add(SettingRow(key=key, value=value))
    session().flush()


def _keys() -> list[str]:
    forget_session()
    return sorted(session().scalars(select(SettingRow.key)))


def test_what_was_done_is_there_for_everybody(app: Flask) -> None:
    with unit_of_work():
        _add("one")
    with ThreadPoolExecutor(1) as others:

        def look() -> list[str]:
            with app.app_context():
                return _keys()

        assert others.submit(look).result() == ["one"]


def test_an_error_takes_everything_back() -> None:
    with pytest.raises(Trouble), unit_of_work():
        _add("one")
        raise Trouble
    assert _keys() == []
    with unit_of_work():
        _add("two")
    assert _keys() == ["two"]


def test_it_refuses_to_nest_and_the_outer_one_is_lost() -> None:
    with pytest.raises(RuntimeError, match="already open"), unit_of_work():
        _add("one")
        with unit_of_work():
            pass
    assert _keys() == []
    assert not is_open()


def test_changes_made_before_it_are_refused_rather_than_lost() -> None:
    session().add(SettingRow(key="stray", value=1))
    with pytest.raises(RuntimeError, match="outside a unit of work"), unit_of_work():
        pass
    session().rollback()


def test_what_follows_a_commit_sees_it_committed() -> None:
    seen: list[tuple[bool, list[str]]] = []
    with unit_of_work():
        _add("one")
        after_commit(lambda: seen.append((is_open(), _keys())))
        assert seen == []
    assert seen == [(False, ["one"])]


def test_nothing_follows_a_rollback() -> None:
    seen: list[str] = []
    with pytest.raises(Trouble), unit_of_work():
        after_commit(lambda: seen.append("done"))
        raise Trouble
    with unit_of_work():
        pass
    assert seen == []


def test_a_commit_that_fails_is_followed_by_nothing() -> None:
    seen: list[str] = []
    with unit_of_work():
        _add("one")
    with pytest.raises(Exception, match=r"(?i)unique|flush"), unit_of_work():
        after_commit(lambda: seen.append("done"))
        session().add(SettingRow(key="one", value=2))
    assert seen == []
    assert _keys() == ["one"]


def test_trouble_after_the_commit_is_logged_not_raised(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    def fail() -> None:
        raise Trouble

    with unit_of_work():
        _add("one")
        after_commit(fail)
        after_commit(lambda: seen.append("next"))
    assert seen == ["next"]
    assert _keys() == ["one"]
    assert "after-commit act failed" in caplog.text


def test_a_consequence_may_work_in_a_unit_of_its_own() -> None:
    def more() -> None:
        with unit_of_work():
            _add("two")

    with unit_of_work():
        _add("one")
        after_commit(more)
    assert _keys() == ["one", "two"]


def test_nothing_can_follow_where_nothing_is_open() -> None:
    with pytest.raises(RuntimeError, match="needs an open unit"):
        after_commit(lambda: None)


def test_old_reads_are_forgotten(app: Flask) -> None:
    with unit_of_work():
        _add("one", 1)
    row = session().get_one(SettingRow, "one")
    assert row.value == 1

    def change() -> None:
        with app.app_context(), unit_of_work():
            session().get_one(SettingRow, "one").value = 2

    with ThreadPoolExecutor(1) as others:
        others.submit(change).result()
    assert row.value == 1
    with unit_of_work():
        assert row.value == 2


def test_two_writers_wait_for_each_other(app: Flask) -> None:
    """Without the queue SQLite would answer one of them "database is locked"."""
    rounds, both = 25, threading.Barrier(2)

    def write(who: str) -> None:
        both.wait(10)
        for number in range(rounds):
            with app.app_context(), unit_of_work():
                session().scalars(select(SettingRow)).all()
                _add(f"{who}{number}")

    with ThreadPoolExecutor(2) as writers:
        for writing in [writers.submit(write, who) for who in ("a", "b")]:
            writing.result(60)
    assert len(_keys()) == 2 * rounds


@pytest.mark.only("sqlite")
def test_a_reader_never_waits_for_a_writer(app: Flask) -> None:
    with unit_of_work():
        _add("one")
    with unit_of_work():
        _add("two")

        def look() -> list[str]:
            with app.app_context():
                return _keys()

        with ThreadPoolExecutor(1) as others:
            assert others.submit(look).result(5) == ["one"]


def test_a_commit_survives_the_loss_of_every_connection(database: TestDatabase, app: Flask) -> None:
    from shop.kernel.db import db  # noqa: PLC0415 - only to lose the connections

    with unit_of_work():
        _add("one")
    session().rollback()
    db.engine.dispose()
    assert _keys() == ["one"]
