"""What the pretended bank and the shop's books say of the same payments."""

from __future__ import annotations

import time

from sqlalchemy import text

from prove.deeds import flows
from shop.kernel.db import session

_PATIENCE = 60.0


def counts() -> dict[str, int]:
    """Return how many orders there are, how many are charged, paid, and to be paid at the door."""
    session().rollback()

    def one(query: str) -> int:
        return int(session().execute(text(query)).scalar_one() or 0)

    return {
        "orders": one("SELECT count(*) FROM orders"),
        "captures": one("SELECT count(*) FROM ledger_transactions WHERE kind = 'capture'"),
        "paid": one("SELECT count(*) FROM orders WHERE payment_state = 'paid'"),
        "collect": one("SELECT count(*) FROM orders WHERE payment_state = 'collect'"),
        "mails": one("SELECT count(*) FROM messages WHERE template = 'order_confirmation'"),
    }


def charged() -> dict[str, int]:
    """Return how many sessions were captured at the bank, and their sum less what went back."""
    with flows.bank().file.transaction() as line:
        row = line.execute(
            "SELECT count(*) AS number, sum(minor - refunded) AS minor FROM sessions"
            " WHERE state = 'captured'"
        ).fetchone()
    return {"number": int(row["number"]), "minor": int(row["minor"] or 0)}


def settle(*, orders: int) -> int:
    """Wait until the worker has booked `orders` payments; returns how many the bank took."""
    until = time.monotonic() + _PATIENCE
    while counts()["paid"] < orders and time.monotonic() < until:
        time.sleep(0.2)
    return charged()["number"]
