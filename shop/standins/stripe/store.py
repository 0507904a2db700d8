"""What the pretended Stripe remembers, in one SQLite file or in memory."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

Object = dict[str, Any]
IN_MEMORY = ":memory:"
_TABLES = """
CREATE TABLE IF NOT EXISTS objects (id TEXT PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS keys (
    key TEXT PRIMARY KEY, asked TEXT NOT NULL, status INTEGER, body TEXT, at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY, event TEXT NOT NULL, due REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY, method TEXT NOT NULL, path TEXT NOT NULL, key TEXT NOT NULL,
    status INTEGER NOT NULL
);
"""


class Store:
    """Objects by id as Stripe would show them, idempotency keys, events to deliver, and calls."""

    def __init__(self, place: str | Path = IN_MEMORY) -> None:
        self._lock = RLock()
        self._lines = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
        self._lines.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self._lines.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Do several things as one: all of them or none, and nobody in between."""
        with self._lock:
            if self._lines.in_transaction:
                yield
                return
            self._lines.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._lines.execute("ROLLBACK")
                raise
            self._lines.execute("COMMIT")

    def put(self, thing: Object) -> Object:
        """Write an object down as it is now."""
        with self._lock:
            self._lines.execute(
                "INSERT INTO objects VALUES (?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                (thing["id"], thing["object"], json.dumps(thing)),
            )
        return thing

    def get(self, kind: str, reference: str) -> Object | None:
        """Return an object, or None."""
        found = self._rows("SELECT body FROM objects WHERE id = ? AND kind = ?", (reference, kind))
        return dict(json.loads(found[0][0])) if found else None

    def all(self, kind: str) -> list[Object]:
        """Return every object of a kind, oldest first."""
        found = self._rows("SELECT body FROM objects WHERE kind = ? ORDER BY rowid", (kind,))
        return [json.loads(body) for (body,) in found]

    def key(self, key: str) -> tuple[str, int | None, str | None, float] | None:
        """Return what was asked under an idempotency key, its answer if there is one, and when."""
        found = self._rows("SELECT asked, status, body, at FROM keys WHERE key = ?", (key,))
        return found[0] if found else None

    def put_key(self, key: str, asked: str, status: int | None = None, body: str = "") -> None:
        """Write down what was asked under a key, and later the answer."""
        with self._lock:
            self._lines.execute(
                "INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?, ?)",
                (key, asked, status, body, time.time()),
            )

    def drop_key(self, key: str) -> None:
        """Forget a key: nothing was begun under it."""
        with self._lock:
            self._lines.execute("DELETE FROM keys WHERE key = ?", (key,))

    def post(self, event: str, after: float = 0.0) -> None:
        """Have an event delivered in `after` seconds."""
        with self._lock:
            self._lines.execute(
                "INSERT INTO deliveries (event, due) VALUES (?, ?)", (event, time.time() + after)
            )

    def due(self, ahead: float = 0.0) -> list[tuple[int, str, int]]:
        """Return the deliveries that are due within `ahead` seconds: id, event and tries."""
        return self._rows(
            "SELECT id, event, tries FROM deliveries WHERE done = 0 AND due <= ? ORDER BY due, id",
            (time.time() + ahead,),
        )

    def delivered(self, delivery: int) -> None:
        """Write down that a delivery arrived, or was given up."""
        with self._lock:
            self._lines.execute("UPDATE deliveries SET done = 1 WHERE id = ?", (delivery,))

    def put_off(self, delivery: int, seconds: float) -> None:
        """Try a delivery again later."""
        with self._lock:
            self._lines.execute(
                "UPDATE deliveries SET tries = tries + 1, due = ? WHERE id = ?",
                (time.time() + seconds, delivery),
            )

    def log(self, method: str, path: str, key: str, status: int) -> None:
        """Write a call down, for tests that count them."""
        with self._lock:
            self._lines.execute(
                "INSERT INTO calls (method, path, key, status) VALUES (?, ?, ?, ?)",
                (method, path, key, status),
            )

    def calls(self) -> list[tuple[str, str, str, int]]:
        """Return every call there was: method, path, idempotency key, status."""
        return self._rows("SELECT method, path, key, status FROM calls ORDER BY id", ())

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        with self._lock:
            return self._lines.execute(statement, values).fetchall()
