"""No mail server: every mail waits in the database until there is one."""

from __future__ import annotations

from email.message import EmailMessage

from shop.kernel.errors import OutOfReach
from shop.kernel.i18n import gettext as _


def _reason() -> str:
    return _("SMTP_URL is not set: mails are kept, and sent once it is.")


class NoSender:
    """An `EmailSender` that sends nothing and loses nothing."""

    def send(self, mail: EmailMessage) -> None:  # noqa: ARG002 - the port's form
        """Refuse for now."""
        raise OutOfReach(_reason())

    def trouble(self) -> str | None:
        """Return what is missing."""
        return _reason()
