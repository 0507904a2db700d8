"""Send one message: look, write it, hand it over with no transaction open, write it down."""

from __future__ import annotations

from collections.abc import Callable

from shop.domain.notifications import actions, queries
from shop.domain.notifications.errors import MailRefused
from shop.domain.notifications.letters import Envelope, Letter, mail_of
from shop.domain.notifications.ports import email_sender
from shop.domain.notifications.queries import Waiting
from shop.kernel.db import session
from shop.kernel.errors import OutOfReach, Unavailable
from shop.kernel.unit_of_work import unit_of_work

Write = Callable[[Waiting], tuple[Letter, Envelope]]


def deliver(number: int, write: Write) -> None:
    """Send the message `number`, which `write` puts into words; done once, a repeat does nothing.

    SMTP has no way to take a mail exactly once: where this process dies after the server's answer
    and before the second unit of work, the repeat sends the same mail again, under the same
    `Message-ID`. Raises `Unavailable` where it should be tried again.
    """
    message = queries.waiting(number)
    if message is None:
        return
    letter, envelope = write(message)
    session().rollback()  # ends the read: a slow mail server must hold nobody up
    try:
        email_sender().send(mail_of(letter, envelope))
    except MailRefused as error:
        with unit_of_work():
            actions.record_refused(number, error.sentence)
        return
    except OutOfReach as error:
        with unit_of_work():
            actions.record_waiting(number, error.sentence)
        raise
    except Unavailable as error:
        with unit_of_work():
            actions.record_failure(number, error.sentence)
        raise
    with unit_of_work():
        actions.record_sent(number, letter.subject, envelope.message_id)
