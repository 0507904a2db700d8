"""Mails: one in the local outbox, and somebody who carries them in memory."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import select

from shop.domain.notifications.letters import Envelope, Letter, mail_of
from shop.domain.notifications.models import Message
from shop.domain.notifications.ports import senders
from shop.domain.orders.draft import PaymentChoice
from shop.domain.orders.queries import Placed
from shop.kernel.db import session
from shop.kernel.errors import OutOfReach
from shop.kernel.unit_of_work import is_open, unit_of_work
from tests.factories.memory import forget_session
from tests.factories.orders import CASH, placed


def put_sample() -> None:
    """Keep one mail, in words that the seeded shop says too."""
    written = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    envelope = Envelope(
        public_id="msg_sample",
        sender_name="Nyuzi",
        sender="shop@example.com",
        recipient="shop@example.com",
        locale="en",
        written_at=written,
        host="shop.example.com",
    )
    letter = Letter("Delivery", "Delivery.\n", "<!doctype html><title>Delivery</title><p>Delivery.")
    senders.get("email").send(mail_of(letter, envelope))


class Carrier:
    """Carries mails in memory, or does as it is told; never inside a transaction."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.error: Exception | None = None
        self.asked = 0

    def send(self, mail: EmailMessage) -> None:
        """Take a mail."""
        assert not is_open()
        assert not session().in_transaction(), "a slow mail server would hold everybody up"
        self.asked += 1
        if self.error is not None:
            raise self.error
        self.sent.append(mail)

    def trouble(self) -> str | None:
        """Say what is wrong."""
        return str(self.error) if isinstance(self.error, OutOfReach) else None


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """Return what a mail says in one of its two forms."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def order_for_mail(payment: PaymentChoice = CASH, **more: Any) -> Placed:
    """Place an order in a unit of work of its own."""
    with unit_of_work():
        return placed(payment=payment, **more)


def messages() -> list[Message]:
    """Return all messages as they are now."""
    forget_session()
    return list(session().scalars(select(Message).order_by(Message.id)))
