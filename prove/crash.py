"""Kills this process at its n-th touch of the world: statement, commit, Redis, SMTP, provider.

SQLite tests itself this way: the first touch, the second, the third ... until a run ends alive.
"""

from __future__ import annotations

import os
import signal
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from redis.connection import AbstractConnection
from sqlalchemy import event

from prove.forks import mark
from shop.domain.payments.ports import gateways
from shop.kernel.db import db


@dataclass(slots=True)
class Fuse:
    """Counts the touches; burns at the one called `at`, counted from 1."""

    at: int | None
    touches: int = 0
    kinds: dict[str, int] = field(default_factory=dict)

    def touch(self, kind: str, what: str = "") -> None:
        """Count one, and die if it is the one."""
        self.touches += 1
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.touches == self.at:
            mark(f"{kind} {what}")
            os.kill(os.getpid(), signal.SIGKILL)


class _Wired:
    """A gateway whose calls touch the world twice: before they go out, and when they are back."""

    def __init__(self, gateway: Any, fuse: Fuse) -> None:
        self._gateway, self._fuse = gateway, fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._gateway, name)
        if name not in {"start", "look_up", "close", "refund"}:
            return found

        def call(*arguments: Any) -> Any:
            self._fuse.touch("provider", f"before {name}")
            answer = found(*arguments)
            self._fuse.touch("provider", f"after {name}")
            return answer

        return call


def arm(app: Flask, at: int | None) -> Fuse:
    """Lay a fuse through everything by which this process touches the world."""
    fuse = Fuse(at)
    with app.app_context():
        engine = db.engine
    event.listen(
        engine, "before_cursor_execute",
        lambda _line, _cursor, statement, *_rest: fuse.touch("statement", statement[:60]),
    )  # fmt: skip
    event.listen(engine, "commit", lambda _line: fuse.touch("commit"))
    for name in gateways.names():
        gateways.register(name, _Wired(gateways.get(name), fuse))
    _before(AbstractConnection, "send_packed_command", lambda: fuse.touch("redis"))
    _before(smtplib.SMTP, "send", lambda: fuse.touch("smtp"))
    return fuse


def _before(owner: type, name: str, touch: Callable[[], None]) -> None:
    genuine = getattr(owner, name)

    def wrapped(self: Any, *arguments: Any, **options: Any) -> Any:
        touch()
        return genuine(self, *arguments, **options)

    setattr(owner, name, wrapped)
