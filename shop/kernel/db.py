"""Engine, SQLite pragmas and the ambient session; no commit here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, CursorResult, Engine, Executable, event
from sqlalchemy.orm import Session

from shop.kernel.model import Base

db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"expire_on_commit": False, "autoflush": False},
)
WRITE = {"write": True}
WRITING = "writing"
"""Stands in `session().info` while a unit of work is open: what is read then may never be true."""
_LINE = "line"
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")


def session() -> Session:
    """Return the session of the running request, job or command."""
    current: Session = db.session()
    return current


def read(
    statement: Executable, binds: Mapping[str, Any] | None = None
) -> CursorResult[*tuple[Any, ...]]:
    """Run a read of columns on the ambient session's connection: half the cost of its `execute`.

    For hot pages; entities are loaded by `session()`. The connection is closed with its transaction
    and then asked for again: asking each time cost as much as a small statement.
    """
    here = session()
    line: Connection | None = here.info.get(_LINE)
    if line is None or line.closed:
        line = here.info[_LINE] = here.connection()
    return line.execute(statement, binds)


def dialect_name() -> str:
    """Return `sqlite` or `postgresql`."""
    return db.engine.dialect.name


def engine_options(url: str) -> dict[str, Any]:
    """Return what the engine for `url` is made with.

    SQLite comes from `pysqlite3` where a wheel exists: Debian 12's own library (3.40) has the
    WAL-reset defect that upstream mended in 3.51.3 (sqlite.org/wal.html).
    """
    if not url.startswith("sqlite"):
        return {"pool_size": 10, "max_overflow": 0, "pool_timeout": 20, "pool_pre_ping": True}
    try:
        import pysqlite3 as module  # noqa: PLC0415 - only where the wheel exists
    except ImportError:
        import sqlite3 as module  # noqa: PLC0415 - as above
    # A queue of twenty is more than the web's threads: waiting happens at the write lock.
    return {"module": module, "pool_size": 20, "max_overflow": 0, "pool_timeout": 20}


def tune(engine: Engine) -> None:
    """Make SQLite durable and strict, and let a unit of work begin with the write lock."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None  # BEGIN is ours: Python 3.11's driver begins too late
        for pragma in _PRAGMAS:
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
