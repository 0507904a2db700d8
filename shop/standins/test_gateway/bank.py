"""The pretended bank: sessions people decide on, refunds, and the calls it owes the shop."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from shop.kernel import clock
from shop.kernel.registry import Registry
from shop.standins.test_gateway.file import BankFile
from shop.standins.test_gateway.signature import key_from

LATE_BY = 90.0
"""Seconds after its deadline that a late approval pays: the shop has ended the order by then."""
LOST_FOR = 15.0
"""Seconds until a call that was lost is made again."""


class Act(StrEnum):
    """What a person may have the bank do."""

    APPROVE = "approve"
    DECLINE = "decline"
    LATE = "late"
    TWICE = "twice"
    LOSE = "lose"


class State(StrEnum):
    """Where a session stands; `late` is approved and will be captured at `pays_at`."""

    OPEN = "open"
    LATE = "late"
    CAPTURED = "captured"
    FAILED = "failed"
    CLOSED = "closed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Session:
    """What the bank knows of one payment."""

    reference: str
    payment_id: str
    minor: int
    currency: str
    description: str
    return_url: str
    cancel_url: str
    expires_at: datetime
    state: str
    refunded: int


class Bank:
    """Safe for several processes; the same key never does anything twice."""

    def __init__(self, file: BankFile, key: bytes) -> None:
        """Remember in `file`; sign what is called back with `key`."""
        self.file = file
        self.key = key

    def open(self, key: str, asked: Mapping[str, Any]) -> str:
        """Return the reference of a session, made once for each key.

        Raises `ValueError` where the key was used for something else.
        """
        words = json.dumps(dict(asked), sort_keys=True)
        with self.file.transaction() as line:
            known = line.execute("SELECT reference, asked FROM sessions WHERE key = ?", (key,))
            if row := known.fetchone():
                if row["asked"] != words:
                    raise ValueError("this key was used for another payment")
                return str(row["reference"])
            reference = f"tst_{secrets.token_urlsafe(18)}"
            line.execute(
                "INSERT INTO sessions (reference, key, asked, payment_id, minor, currency,"
                " description, return_url, cancel_url, expires_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    reference, key, words, asked["payment_id"], asked["minor"], asked["currency"],
                    asked["description"], asked["return_url"], asked["cancel_url"],
                    asked["expires_at"],
                ),
            )  # fmt: skip
            return reference

    def find(self, reference: str) -> Session | None:
        """Return a session as it stands now."""
        with self.file.transaction() as line:
            row = _row(line, reference)
            return None if row is None else _session(row)

    def decide(self, reference: str, act: Act) -> Session | None:
        """Do what a person chose; a session that is decided, or over, stays as it is."""
        now = clock.now().timestamp()
        with self.file.transaction() as line:
            row = _row(line, reference)
            if row is None or _state(row) != State.OPEN:
                return None if row is None else _session(row)
            if act is Act.DECLINE:
                _set(line, reference, state=State.FAILED)
                _owe(line, reference, "payment.failed", now)
            elif act is Act.LATE:
                pays_at = max(now, row["expires_at"]) + LATE_BY
                _set(line, reference, state=State.LATE, pays_at=pays_at)
                _owe(line, reference, "payment.captured", pays_at)
            else:
                _set(line, reference, state=State.CAPTURED)
                copies = 2 if act is Act.TWICE else 1
                _owe(line, reference, "payment.captured", now, copies, lose=act is Act.LOSE)
                if act is Act.TWICE:  # and another event that tells the same
                    _owe(line, reference, "payment.captured", now)
            return _session(_row(line, reference))

    def close(self, reference: str) -> Session | None:
        """Let nobody pay this session any more; a late approval cannot be called back."""
        with self.file.transaction() as line:
            row = _row(line, reference)
            if row is not None and _state(row) == State.OPEN:
                _set(line, reference, state=State.CLOSED)
                row = _row(line, reference)
            return None if row is None else _session(row)

    def refund(self, key: str, reference: str, minor: int) -> str | None:
        """Give money back once for each key; None where there is not so much to give."""
        with self.file.transaction() as line:
            known = line.execute("SELECT id, reference, minor FROM refunds WHERE key = ?", (key,))
            if found := known.fetchone():
                same = (found["reference"], found["minor"]) == (reference, minor)
                return str(found["id"]) if same else None
            row = _row(line, reference)
            if row is None or _state(row) != State.CAPTURED or minor <= 0:
                return None
            if row["refunded"] + minor > row["minor"]:
                return None
            name = f"trf_{secrets.token_urlsafe(12)}"
            line.execute(
                "INSERT INTO refunds (key, id, reference, minor) VALUES (?, ?, ?, ?)",
                (key, name, reference, minor),
            )
            _set(line, reference, refunded=row["refunded"] + minor)
            _owe(line, reference, "payment.refunded", clock.now().timestamp())
            return name


banks: Registry[Bank] = Registry("test bank")
"""Wiring hands the same bank to the adapter and, by this, to the bank's own page."""


def bank_in(instance: Path, secret: str) -> Bank:
    """Return the bank whose file lies in an instance folder; its key is made from `secret`."""
    return Bank(BankFile(instance / "test-bank.sqlite3"), key_from(secret))


def the_bank() -> Bank:
    """Return the bank that the shop's test gateway talks to."""
    return banks.get("test")


def _row(line: Any, reference: str) -> Any:
    found = line.execute("SELECT * FROM sessions WHERE reference = ?", (reference,))
    return found.fetchone()


def _state(row: Any) -> str:
    """Return where a session stands by the clock."""
    now = clock.now().timestamp()
    if row["state"] == State.LATE and row["pays_at"] <= now:
        return State.CAPTURED
    if row["state"] == State.OPEN and row["expires_at"] <= now:
        return State.EXPIRED
    return str(row["state"])


def _session(row: Any) -> Session:
    return Session(
        reference=row["reference"],
        payment_id=row["payment_id"],
        minor=row["minor"],
        currency=row["currency"],
        description=row["description"],
        return_url=row["return_url"],
        cancel_url=row["cancel_url"],
        expires_at=datetime.fromtimestamp(row["expires_at"], UTC),
        state=_state(row),
        refunded=row["refunded"],
    )


def _set(line: Any, reference: str, **values: object) -> None:
    columns = ", ".join(f"{name} = ?" for name in values)
    line.execute(
        f"UPDATE sessions SET {columns} WHERE reference = ?",  # noqa: S608 - names of this file
        (*map(_plain, values.values()), reference),
    )


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value


def _owe(
    line: Any, reference: str, kind: str, at: float, copies: int = 1, *, lose: bool = False
) -> None:
    """Write down a call to the shop that tells how a session stands, to be made at `at`."""
    row, name = _row(line, reference), f"tev_{secrets.token_urlsafe(12)}"
    state = State.CAPTURED if kind == "payment.captured" else _state(row)
    body = json.dumps(
        {
            "id": name,
            "kind": kind,
            "created": at,
            "payment": {
                "reference": reference,
                "payment_id": row["payment_id"],
                "state": state,
                "minor": row["minor"],
                "currency": row["currency"],
                "refunded": row["refunded"],
            },
        }
    )
    for _copy in range(copies):
        line.execute(
            "INSERT INTO calls (event_id, body, due_at, lose) VALUES (?, ?, ?, ?)",
            (name, body, at, int(lose)),
        )
