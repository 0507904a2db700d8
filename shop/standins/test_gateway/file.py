"""The file of the pretended bank: its tables, and a transaction that several processes may want."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shop.kernel.db import engine_options

_TABLES = """
CREATE TABLE IF NOT EXISTS sessions (
    reference TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, asked TEXT NOT NULL,
    payment_id TEXT NOT NULL, minor INTEGER NOT NULL, currency TEXT NOT NULL,
    description TEXT NOT NULL, return_url TEXT NOT NULL, cancel_url TEXT NOT NULL,
    expires_at REAL NOT NULL, state TEXT NOT NULL DEFAULT 'open', pays_at REAL,
    refunded INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS refunds (
    key TEXT PRIMARY KEY, id TEXT NOT NULL, reference TEXT NOT NULL, minor INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS calls (
    number INTEGER PRIMARY KEY, event_id TEXT NOT NULL, body TEXT NOT NULL, due_at REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, lose INTEGER NOT NULL DEFAULT 0,
    claimed_until REAL NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS due ON calls (done, due_at);
"""


class BankFile:
    """An SQLite file, opened anew for each transaction; made when it is first needed."""

    def __init__(self, file: Path) -> None:
        self.path = file
        self._driver: Any = engine_options("sqlite:///")["module"]
        self._made = False

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """Begin with the write lock; commit at the end, roll back on any error."""
        line = self._driver.connect(str(self.path), timeout=10, isolation_level=None)
        try:
            if not self._made:
                line.execute("PRAGMA journal_mode=WAL")
                line.executescript(_TABLES)
                self._made = True
            line.row_factory = self._driver.Row
            line.execute("BEGIN IMMEDIATE")
            try:
                yield line
            except BaseException:
                line.execute("ROLLBACK")
                raise
            line.execute("COMMIT")
        finally:
            line.close()

    def exists(self) -> bool:
        """Tell whether the bank was ever used."""
        return self.path.exists()
