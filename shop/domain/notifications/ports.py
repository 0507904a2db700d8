"""The contract of who carries mails, and of the box in which a shop without a server keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Protocol

from shop.kernel.db import session
from shop.kernel.registry import Registry
from shop.kernel.unit_of_work import is_open


class EmailSender(Protocol):
    """Hands a mail on, or says why not."""

    def send(self, mail: EmailMessage) -> None:
        """Return when the mail is taken over.

        Raises `MailRefused` (never for this address), `OutOfReach` (no mail can be sent now) or
        `Unavailable` (this mail not now).
        """

    def trouble(self) -> str | None:
        """Return why no mail can be sent at the moment, or None; asks the server."""


class Mailbox(Protocol):
    """Keeps the mails of a shop that sends none, to be read on a page."""

    def names(self) -> Sequence[str]:
        """Return the names of the mails, the newest first."""

    def read(self, name: str) -> EmailMessage:
        """Return the mail called `name`; raises `NotFound`."""


senders: Registry[EmailSender] = Registry("e-mail sender")
mailboxes: Registry[Mailbox] = Registry("mailbox")


def email_sender() -> EmailSender:
    """Return who carries this shop's mails; nobody calls him while a transaction is open."""
    if is_open() or session().in_transaction():
        raise RuntimeError("a mail server is never called inside a transaction")
    return senders.get("email")
