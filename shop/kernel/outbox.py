"""The outbox: what must happen after a commit, written with it; one delivery row for each job."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel import clock
from shop.kernel.columns import BigId, Json, UTCDateTime
from shop.kernel.db import session
from shop.kernel.model import Base
from shop.kernel.unit_of_work import after_commit

_log = logging.getLogger(__name__)
MAX_ATTEMPTS = 8
_PAUSES = (5, 30, 120, 600, 1800, 3600, 7200, 14400)
_LEASE = timedelta(minutes=5)
_GRACE = timedelta(seconds=10)
_BATCH = 200
_OUT_OF_REACH = timedelta(minutes=5)
"""Until a delivery is tried again whose service is away, unless somebody notices its return."""
_AWAY = "away: "
_NEVER_CAME_BACK = "its worker ended, or took longer than the lease, each time"


class State(StrEnum):
    """Where a delivery stands; done and dead are final."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class OutboxEvent(Base):
    """Something that happened, with ids and amounts only."""

    __tablename__ = "outbox_events"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class OutboxDelivery(Base):
    """One job that must hear of one event."""

    __tablename__ = "outbox_deliveries"
    __table_args__ = (
        UniqueConstraint("event_id", "job"),
        Index("ix_outbox_deliveries_open", "state", "due_at"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("outbox_events.id"))
    job: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default=State.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


_EVENT, _DELIVERY = insert(OutboxEvent), insert(OutboxDelivery)


@dataclass(slots=True)
class _Plumbing:
    """What wiring hands in: who listens to what, and how a delivery reaches the queue."""

    subscriptions: Mapping[str, Sequence[str]]
    enqueue: Callable[[int, str], None]


_plumbing = _Plumbing({}, lambda _delivery, _job: None)


def connect(
    subscriptions: Mapping[str, Sequence[str]], enqueue: Callable[[int, str], None]
) -> None:
    """Set who listens (event name to job names) and the queue's `enqueue(delivery_id, job)`."""
    _plumbing.subscriptions = subscriptions
    _plumbing.enqueue = enqueue


def write(name: str, payload: dict[str, Any]) -> None:
    """Write one event and its deliveries into the open unit of work; relay after its commit."""
    jobs = _plumbing.subscriptions.get(name, ())
    if not jobs:
        return
    # On the connection itself: every order is announced, and the session's own way costs thrice.
    current, moment = session().connection(), clock.now()
    event = {"name": name, "payload": payload, "created_at": moment}
    event_id = current.execute(_EVENT, event).inserted_primary_key[0]  # type: ignore[index]  # an INSERT has one
    for job in jobs:
        delivery = {"event_id": event_id, "job": job, "due_at": moment}
        delivery_id = current.execute(_DELIVERY, delivery).inserted_primary_key[0]  # type: ignore[index]  # as above
        after_commit(lambda number=delivery_id, to=job: relay(number, to))  # type: ignore[misc]  # defaults keep the values of this turn


def relay(delivery_id: int, job: str) -> None:
    """Hand one delivery to the queue; where that fails the sweep will find it waiting."""
    try:
        _plumbing.enqueue(delivery_id, job)
    except Exception as error:  # noqa: BLE001 - whatever the queue's client raises
        _log.warning("queue out of reach, delivery %s waits for the sweep: %s", delivery_id, error)


def due(limit: int = _BATCH, grace: timedelta = _GRACE) -> list[tuple[int, str]]:
    """Return (id, job) of deliveries that should have begun, oldest first.

    Waiting ones that are past due by `grace`, and running ones whose lease ran out.
    """
    rows = session().execute(
        select(OutboxDelivery.id, OutboxDelivery.job)
        .where(
            OutboxDelivery.state.in_([State.WAITING, State.RUNNING]),
            OutboxDelivery.due_at <= clock.now() - grace,
        )
        .order_by(OutboxDelivery.due_at, OutboxDelivery.id)
        .limit(limit)
    )
    return [(row.id, row.job) for row in rows]


def claim(delivery_id: int) -> tuple[str, dict[str, Any]] | None:
    """Take a delivery for this process: (job, payload), or None where it is not to be had."""
    moment = clock.now()
    free = (
        OutboxDelivery.id == delivery_id,
        OutboxDelivery.state.in_([State.WAITING, State.RUNNING]),
        OutboxDelivery.due_at <= moment,
    )
    session().execute(  # a job that kills its worker never comes to fail()
        update(OutboxDelivery)
        .where(*free, OutboxDelivery.attempts >= MAX_ATTEMPTS)
        .values(state=State.DEAD, last_error=_NEVER_CAME_BACK)
        .execution_options(synchronize_session=False)
    )
    taken = session().execute(
        update(OutboxDelivery)
        .where(*free)
        .values(state=State.RUNNING, due_at=moment + _LEASE, attempts=OutboxDelivery.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        return None
    row = (
        session()
        .execute(
            select(OutboxDelivery.job, OutboxEvent.payload)
            .join(OutboxEvent, OutboxEvent.id == OutboxDelivery.event_id)
            .where(OutboxDelivery.id == delivery_id)
        )
        .one()
    )
    return row.job, row.payload


def finish(delivery_id: int) -> None:
    """Mark a delivery as done."""
    _set(delivery_id, state=State.DONE, done_at=clock.now(), last_error=None)


def postpone(delivery_id: int, job: str, error: str) -> None:
    """Record that the service which `job` needs is away: the try does not count.

    The others that wait for it are postponed too, rather than let each find out by itself.
    """
    until, reason = clock.now() + _OUT_OF_REACH, f"{_AWAY}{error}"[:2000]
    _set(
        delivery_id,
        OutboxDelivery.state == State.RUNNING,
        state=State.WAITING,
        attempts=OutboxDelivery.attempts - 1,
        due_at=until,
        last_error=reason,
    )
    session().execute(
        update(OutboxDelivery)
        .where(
            OutboxDelivery.job == job,
            OutboxDelivery.state == State.WAITING,
            OutboxDelivery.due_at <= clock.now(),
        )
        .values(due_at=until, last_error=reason)
        .execution_options(synchronize_session=False)
    )


def postponed(job: str, limit: int = 5 * _BATCH) -> list[int]:
    """Return the deliveries of `job` that wait for the return of what it needs."""
    statement = (
        select(OutboxDelivery.id)
        .where(
            OutboxDelivery.job == job,
            OutboxDelivery.state == State.WAITING,
            OutboxDelivery.due_at > clock.now(),
            OutboxDelivery.last_error.startswith(_AWAY),
        )
        .order_by(OutboxDelivery.id)
        .limit(limit)
    )
    return list(session().scalars(statement))


def hasten(job: str) -> int:
    """Let the postponed deliveries of `job` begin now; returns how many."""
    moment = clock.now()
    numbers = postponed(job)
    session().execute(
        update(OutboxDelivery)
        .where(
            OutboxDelivery.id.in_(numbers),
            OutboxDelivery.state == State.WAITING,
            OutboxDelivery.due_at > moment,
        )
        .values(due_at=moment)
        .execution_options(synchronize_session=False)
    )
    for number in numbers:
        after_commit(lambda number=number: relay(number, job))  # type: ignore[misc]  # a default keeps the value of this turn
    return len(numbers)


def fail(delivery_id: int, error: str, *, again: bool) -> bool:
    """Record a failure, unless another process has finished the work meanwhile.

    Tells whether the delivery will be tried again.
    """
    attempts = (
        session()
        .execute(select(OutboxDelivery.attempts).where(OutboxDelivery.id == delivery_id))
        .scalar_one()
    )
    again = again and attempts < MAX_ATTEMPTS
    pause = timedelta(seconds=_PAUSES[min(attempts, len(_PAUSES)) - 1])
    state = State.WAITING if again else State.DEAD
    failed = {"state": state, "due_at": clock.now() + pause, "last_error": error[:2000]}
    _set(delivery_id, OutboxDelivery.state == State.RUNNING, **failed)
    return again


def _set(delivery_id: int, *still: ColumnElement[bool], **values: object) -> None:
    session().execute(
        update(OutboxDelivery)
        .where(OutboxDelivery.id == delivery_id, *still)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
