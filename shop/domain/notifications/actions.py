"""Queue messages, and write down what became of them; inside the caller's unit of work."""

from __future__ import annotations

from sqlalchemy import ColumnElement, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from shop.domain.notifications.errors import NoSuchMessage
from shop.domain.notifications.events import MessageQueued
from shop.domain.notifications.models import Message
from shop.domain.notifications.statuses import MOVES, MessageStatus
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.events import emit
from shop.kernel.i18n import _
from shop.kernel.status import transition

MOST_TRIES = 8
"""As often as the outbox delivers."""
_BY_KEY = select(Message.id).where(Message.key == bindparam("key"))


def queue(
    key: str, template: str, recipient: str, *, locale: str, order_id: int | None = None
) -> int | None:
    """Have a message sent, once for each `key`; returns its id, None where it is queued already."""
    current = session()
    if current.execute(_BY_KEY, {"key": key}).first():
        return None
    row = {
        "key": key, "template": template, "recipient": recipient, "locale": locale,
        "order_id": order_id,
    }  # fmt: skip
    try:
        with current.begin_nested():
            made = current.execute(insert(Message).values(**row))
    except IntegrityError:  # somebody queued it between our look and our insert
        return None
    number: int = made.inserted_primary_key[0]  # type: ignore[attr-defined]  # an INSERT has one
    emit(MessageQueued(number))
    return number


def requeue(public_id: str) -> None:
    """Try a message again that was given up or refused."""
    message = session().scalars(select(Message).where(Message.public_id == public_id)).first()
    if message is None:
        raise NoSuchMessage(_("There is no message “%(id)s”.", id=public_id))
    transition(message, MessageStatus.QUEUED, MOVES, tries=0, last_error=None)
    emit(MessageQueued(message.id))


def record_sent(number: int, subject: str, message_id: str) -> None:
    """Write down that the mail server took a message over."""
    _record(
        number,
        status=MessageStatus.SENT,
        subject=subject[:250],
        message_id=message_id,
        sent_at=clock.now(),
        last_error=None,
    )


def record_refused(number: int, reason: str) -> None:
    """Write down that a message can never be delivered, and why."""
    _record(number, status=MessageStatus.REFUSED, last_error=reason[:2000])


def record_waiting(number: int, reason: str) -> None:
    """Write down why no mail can be sent now; that is no fault of this one."""
    _record(number, Message.last_error.is_distinct_from(reason), last_error=reason[:2000])


def record_failure(number: int, reason: str) -> None:
    """Count a try that failed; after the last one the message is given up."""
    _record(number, tries=Message.tries + 1, last_error=reason[:2000])
    _record(number, Message.tries >= MOST_TRIES, status=MessageStatus.FAILED)


def _record(number: int, *only: ColumnElement[bool], **values: object) -> None:
    """Change a message that still waits: what another process has finished stays as it is."""
    session().execute(
        update(Message)
        .where(Message.id == number, Message.status == MessageStatus.QUEUED, *only)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
