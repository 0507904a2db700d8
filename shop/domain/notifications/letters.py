"""What a mail is made of: its text in two forms, and the envelope around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from shop.domain.notifications.errors import MailRefused
from shop.kernel.errors import OutOfReach
from shop.kernel.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Letter:
    """A rendered message."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, under which number and date; the same on every try."""

    public_id: str
    sender_name: str
    sender: str
    recipient: str
    locale: str
    written_at: datetime
    host: str
    """The shop's own name: the right side of the `Message-ID`."""

    @property
    def message_id(self) -> str:
        """Return the `Message-ID` (RFC 5322, 3.6.4), derived from the public id alone."""
        return f"<{self.public_id}@{self.host}>"


def mail_of(letter: Letter, envelope: Envelope) -> EmailMessage:
    """Return the mail; raises `MailRefused` for an address that no mail can be written to.

    Where the shop's own address is wrong, every mail waits until somebody sets it right
    (`OutOfReach`). Header fields with a line break are refused by `EmailMessage` itself.
    `Auto-Submitted` (RFC 3834) keeps absence notes and other machines from answering.
    """
    sender = _address(envelope.sender, envelope.sender_name)
    if sender is None:
        raise OutOfReach(
            _("The shop’s own address “%(address)s” is not right.", address=envelope.sender)
        )
    recipient = _address(envelope.recipient)
    if recipient is None:
        raise MailRefused(_("No mail can be written to “%(address)s”.", address=envelope.recipient))
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = sender, recipient
    mail["Subject"] = " ".join(letter.subject.split())
    mail["Date"] = format_datetime(envelope.written_at)
    mail["Message-ID"] = envelope.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    mail["Content-Language"] = envelope.locale  # the content's own headers went into its parts
    return mail


def _address(text: str, name: str = "") -> Address | None:
    """Return an address, its domain as the name servers know it (IDNA); None where it is none."""
    local, _at, domain = text.rpartition("@")
    if not local or not domain:
        return None
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode()
        return Address(display_name=name, username=local, domain=ascii_domain)
    except ValueError:
        return None
