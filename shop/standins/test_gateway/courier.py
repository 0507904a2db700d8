"""Calls the shop back: signed, over real HTTP, again and again until the shop says 200."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

from shop.kernel import clock
from shop.standins.test_gateway.bank import LOST_FOR, Bank
from shop.standins.test_gateway.signature import HEADER, signature

_log = logging.getLogger(__name__)
PATH = "/callbacks/test"
_PAUSES = (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 600.0)
_TRIES = 100
_CLAIM = 30.0
_LONGEST_NAP = 5.0
_OK = 200


@dataclass(frozen=True, slots=True)
class Address:
    """Where the shop listens, and the name it answers to."""

    host: str
    port: int
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is due now."""

    number: int
    event_id: str
    body: bytes
    tries: int
    lose: bool


Post = Callable[[bytes, dict[str, str]], bool]
"""Sends a body with headers; tells whether the shop has taken it."""


def over_http(address: Address) -> Post:
    """Return what posts to the shop at `address`; anything but 200 is as good as no answer."""

    def post(body: bytes, headers: dict[str, str]) -> bool:
        line = HTTPConnection(address.host, address.port, timeout=10)
        try:
            line.request("POST", PATH, body, {"Host": address.name, **headers})
            answer = line.getresponse()
            answer.read()
        except (OSError, HTTPException) as error:
            _log.info("the test gateway reaches nobody: %s", error)
            return False
        finally:
            line.close()
        return answer.status == _OK

    return post


class Courier:
    """Makes the calls that are due; several processes may have one each."""

    def __init__(self, bank: Bank, post: Post) -> None:
        """Take what `bank` owes to the shop by `post`, signed with its key."""
        self._file = bank.file
        self._key = bank.key
        self._post = post
        self._wake = threading.Event()
        self._begun = threading.Lock()
        self._over = False

    def begin(self) -> None:
        """Call from a thread of its own until the end; only the first time this is asked for."""
        if self._begun.acquire(blocking=False):
            threading.Thread(target=self._run, name="test gateway", daemon=True).start()

    def end(self) -> None:
        """Let the thread end."""
        self._over = True
        self._wake.set()

    def wake(self) -> None:
        """Tell the thread that something may be due."""
        self._wake.set()

    def deliver_due(self) -> int:
        """Make every call that is due; returns how many the shop has taken."""
        taken = 0
        while (call := self._claim()) is not None:
            taken += self._deliver(call)
        return taken

    def _run(self) -> None:
        while not self._over:
            try:
                self.deliver_due()
                nap = self._nap()
            except Exception:  # noqa: BLE001 - a bank never stops calling
                _log.exception("the test gateway could not call")
                nap = _LONGEST_NAP
            self._wake.wait(nap)
            self._wake.clear()

    def _nap(self) -> float:
        """Return for how long nothing is due."""
        if not self._file.exists():
            return _LONGEST_NAP
        with self._file.transaction() as line:
            row = line.execute("SELECT MIN(due_at) AS due FROM calls WHERE done = 0").fetchone()
        wait = _LONGEST_NAP if row["due"] is None else row["due"] - clock.now().timestamp()
        return min(max(wait, 0.2), _LONGEST_NAP)

    def _claim(self) -> Call | None:
        """Take one due call for this process, for as long as making it may take."""
        if not self._file.exists():
            return None
        now = clock.now().timestamp()
        with self._file.transaction() as line:
            row = line.execute(
                "SELECT * FROM calls WHERE done = 0 AND due_at <= ? AND claimed_until <= ?"
                " ORDER BY due_at, number LIMIT 1",
                (now, now),
            ).fetchone()
            if row is None:
                return None
            line.execute(
                "UPDATE calls SET claimed_until = ?, tries = tries + 1 WHERE number = ?",
                (now + _CLAIM, row["number"]),
            )
        return Call(
            row["number"], row["event_id"], row["body"].encode(), row["tries"], bool(row["lose"])
        )

    def _deliver(self, call: Call) -> bool:
        if call.lose and call.tries == 0:
            self._later(call, LOST_FOR)
            return False
        stamp = signature(self._key, call.body, int(clock.now().timestamp()))
        taken = self._post(call.body, {"Content-Type": "application/json", HEADER: stamp})
        if taken:
            self._set(call, done=1)
        else:
            self._later(call, _PAUSES[min(call.tries, len(_PAUSES) - 1)])
        return taken

    def _later(self, call: Call, pause: float) -> None:
        done = int(call.tries + 1 >= _TRIES)
        self._set(call, due_at=clock.now().timestamp() + pause, claimed_until=0, done=done)

    def _set(self, call: Call, **values: Any) -> None:
        columns = ", ".join(f"{name} = ?" for name in values)
        with self._file.transaction() as line:
            line.execute(
                f"UPDATE calls SET {columns} WHERE number = ?",  # noqa: S608 - names of this file
                (*values.values(), call.number),
            )
