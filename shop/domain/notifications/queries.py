"""Look at messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from shop.domain.notifications.models import Message
from shop.domain.notifications.statuses import MessageStatus
from shop.kernel import clock
from shop.kernel.db import read


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that is to be sent."""

    id: int
    public_id: str
    template: str
    order_id: int | None
    recipient: str
    locale: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """How many messages wait, and since when."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Unsent:
    """A message that did not get out, and why."""

    public_id: str
    template: str
    recipient: str
    status: MessageStatus
    tries: int
    created_at: datetime
    reason: str


_WAITING = select(
    Message.id,
    Message.public_id,
    Message.template,
    Message.order_id,
    Message.recipient,
    Message.locale,
    Message.created_at,
).where(Message.id == bindparam("number"), Message.status == MessageStatus.QUEUED)
_HELD_UP = select(func.count(), func.min(Message.created_at)).where(
    Message.status == MessageStatus.QUEUED, Message.created_at <= bindparam("before")
)
_KEY = select(Message.id).where(Message.key == bindparam("key"))
_UNSENT = (
    select(
        Message.public_id, Message.template, Message.recipient, Message.status, Message.tries,
        Message.created_at, Message.last_error,
    )
    .where(Message.status != MessageStatus.SENT)
    .order_by(Message.id)
    .limit(bindparam("most"))
)  # fmt: skip


def waiting(number: int) -> Waiting | None:
    """Return a message that still has to be sent."""
    row = read(_WAITING, {"number": number}).first()
    return Waiting(*row) if row else None


def was_queued(key: str) -> bool:
    """Tell whether somebody was told, or will be, what `key` stands for."""
    return read(_KEY, {"key": key}).first() is not None


def held_up(patience: timedelta) -> Queue:
    """Return how many messages have waited for longer than `patience`."""
    count, oldest = read(_HELD_UP, {"before": clock.now() - patience}).one()
    return Queue(count, oldest)


def unsent(most: int) -> Sequence[Unsent]:
    """Return the messages that wait, were given up or were refused, the oldest first."""
    return [
        Unsent(
            public_id=row.public_id,
            template=row.template,
            recipient=row.recipient,
            status=MessageStatus(row.status),
            tries=row.tries,
            created_at=row.created_at,
            reason=row.last_error or "",
        )
        for row in read(_UNSENT, {"most": most})
    ]
