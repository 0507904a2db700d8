"""What the shop announced and could not finish: deliveries given up, and those long overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.outbox import OutboxDelivery, State

OVERDUE_AFTER = timedelta(minutes=10)
"""The sweep comes each minute: what is ten minutes late has met nobody."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A delivery that did not happen."""

    job: str
    given_up: bool
    attempts: int
    due_at: datetime
    last_error: str


def _which() -> ColumnElement[bool]:
    late = and_(
        OutboxDelivery.state.in_([State.WAITING, State.RUNNING]),
        OutboxDelivery.due_at <= clock.now() - OVERDUE_AFTER,
    )
    return or_(OutboxDelivery.state == State.DEAD, late)


def count() -> int:
    """Return how many deliveries are given up or overdue."""
    statement = select(func.count()).select_from(OutboxDelivery).where(_which())
    return session().execute(statement).scalar_one()


def unfinished(most: int) -> Sequence[Unfinished]:
    """Return up to `most` of them, the oldest first."""
    rows = session().scalars(
        select(OutboxDelivery)
        .where(_which())
        .order_by(OutboxDelivery.due_at, OutboxDelivery.id)
        .limit(most)
    )
    return [
        Unfinished(
            job=row.job,
            given_up=row.state == State.DEAD,
            attempts=row.attempts,
            due_at=row.due_at,
            last_error=(row.last_error or "").strip().rpartition("\n")[2],
        )
        for row in rows
    ]
