"""What the database's own lines show: is anything locked, or a transaction left open."""

from __future__ import annotations

import time

from sqlalchemy import text

from shop.domain.payments.actions import methods
from shop.kernel.db import dialect_name, session
from shop.kernel.unit_of_work import unit_of_work

_IDLE = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND state = 'idle in transaction' AND now() - state_change > interval '1 second'"
)
_PATIENCE = 1.0


def held() -> int:
    """Return how many transactions are open with nobody working in them, or lock others out."""
    session().rollback()
    if dialect_name() == "postgresql":
        return int(session().execute(_IDLE).scalar_one())
    begin = time.perf_counter()
    with unit_of_work():
        waited = time.perf_counter() - begin
    return int(waited > _PATIENCE)


def deadlocks() -> int:
    """Return how many deadlocks the database has counted; SQLite has none."""
    session().rollback()
    if dialect_name() != "postgresql":
        return 0
    query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    return int(session().execute(text(query)).scalar_one())


def offer(*, method: str) -> None:
    """Offer a way to pay."""
    with unit_of_work():
        methods.set_active(method, active=True)
