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
from sqlalchemy import Engine, event

from prove.forks import mark
from shop.domain.payments.ports import gateways
from shop.kernel.db import db


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(slots=True)
class Fuse:
    """Counts the touches; burns at the one called `at`, counted from 1."""

    at: int | None
    burn: Callable[[], None] = _kill
    touches: int = 0
    _laid: list[Callable[[], None]] = field(default_factory=list)

    def touch(self, kind: str, what: str = "") -> None:
        """Count one, and die if it is the one."""
        self.touches += 1
        if self.touches == self.at:
            mark(f"{kind} {what}")
            self.burn()

    def lay(self, owner: type, name: str, kind: str) -> None:
        """Lay it through a method of a library's class."""
        genuine = getattr(owner, name)

        def wrapped(thing: Any, *arguments: Any, **options: Any) -> Any:
            self.touch(kind)
            return genuine(thing, *arguments, **options)

        setattr(owner, name, wrapped)
        self._laid.append(lambda: setattr(owner, name, genuine))

    def lay_at(self, engine: Engine, what: str, noted: Callable[..., None]) -> None:
        """Lay it through an event of the engine's."""
        event.listen(engine, what, noted)
        self._laid.append(lambda: event.remove(engine, what, noted))

    def lay_gateway(self, name: str) -> None:
        """Lay it through a gateway."""
        genuine = gateways.get(name)
        gateways.register(name, _Wired(genuine, self))
        self._laid.append(lambda: gateways.register(name, genuine))

    def take_away(self) -> None:
        """Leave everything as it was."""
        while self._laid:
            self._laid.pop()()


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


def arm(app: Flask, at: int | None, burn: Callable[[], None] = _kill) -> Fuse:
    """Lay a fuse through everything by which this process touches the world.

    The short proofs in the tests burn without dying, by an error that nobody expects.
    """
    fuse = Fuse(at, burn)
    with app.app_context():
        engine = db.engine
    fuse.lay_at(
        engine, "before_cursor_execute",
        lambda _line, _cursor, statement, *_rest: fuse.touch("statement", statement[:60]),
    )  # fmt: skip
    fuse.lay_at(engine, "commit", lambda _line: fuse.touch("commit"))
    for name in gateways.names():
        fuse.lay_gateway(name)
    fuse.lay(AbstractConnection, "send_packed_command", "redis")
    fuse.lay(smtplib.SMTP, "send", "smtp")
    return fuse
