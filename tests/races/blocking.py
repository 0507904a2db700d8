"""Real refusals of the database: a lock somebody else holds, and two who wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

from shop.kernel.db import dialect_name, engine_options, session
from shop.kernel.unit_of_work import unit_of_work

_BUMP = text("UPDATE versions SET number = number + 1 WHERE name = :name")
_SOON = text("SET LOCAL lock_timeout = '50ms'")
_AT_ONCE = text("SET LOCAL deadlock_timeout = '20ms'")


class Blocker:
    """Somebody who holds what `act` wants until it was refused as often as told."""

    def __init__(self, url: str, refusals: int = 1) -> None:
        self.refusals = refusals
        self.runs = 0
        self._engine = create_engine(url, **engine_options(url))
        self._line: Connection | None = self._engine.connect()
        if self._engine.dialect.name == "sqlite":
            self._line.connection.isolation_level = None  # type: ignore[attr-defined]  # sqlite3's own
            self._line.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            self._line.execute(_BUMP, {"name": "one"})

    def act(self) -> str:
        """Write what is held; on the run after the last refusal it is free."""
        self.runs += 1
        if self.runs > self.refusals:
            self.free()
        with unit_of_work() as current:
            if dialect_name() == "postgresql":
                current.execute(_SOON)
            current.execute(_BUMP, {"name": "one"})
        return "written"

    def free(self) -> None:
        """Let go."""
        if self._line is not None:
            self._line.exec_driver_sql("ROLLBACK")
            self._line.close()
            self._engine.dispose()
            self._line = None


@contextmanager
def impatient(engine: Engine) -> Iterator[None]:
    """Let SQLite wait for a lock for a moment only."""

    def hurry(dbapi: Any, _record: Any) -> None:
        dbapi.execute("PRAGMA busy_timeout=30")

    if engine.dialect.name != "sqlite":
        yield
        return
    engine.dispose()
    event.listen(engine, "connect", hurry)
    try:
        yield
    finally:
        event.remove(engine, "connect", hurry)
        engine.dispose()  # these connections would stay impatient


class Embrace:
    """Two acts that take the same two rows in opposite order: a deadlock, made certain."""

    def __init__(self) -> None:
        self.runs = 0
        self._both = threading.Barrier(2)
        self._met = threading.local()  # noqa: TID251 - the threads of a test are its own

    def act(self, first: str, second: str) -> str:
        """Take both; only the first run waits until the other has taken its first."""
        self.runs += 1
        with unit_of_work() as current:
            current.execute(_AT_ONCE)
            current.execute(_BUMP, {"name": first})
            if not hasattr(self._met, "yes"):
                self._met.yes = True
                self._both.wait(10)
            current.execute(_BUMP, {"name": second})
        return "written"


def begin_counting() -> None:
    """Make the two rows."""
    with unit_of_work() as current:
        for name in ("one", "two"):
            current.execute(text("INSERT INTO versions VALUES (:name, 0)"), {"name": name})
    session().rollback()


def counted() -> dict[str, Any]:
    """Return how often each row was written."""
    session().rollback()
    rows = session().execute(text("SELECT name, number FROM versions WHERE name IN ('one', 'two')"))
    return {row.name: row.number for row in rows}
