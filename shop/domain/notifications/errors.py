"""What can go wrong with a message."""

from __future__ import annotations

from shop.kernel.errors import Invalid, NotFound


class MailRefused(Invalid):
    """The mail server will never take this mail for this address; the sentence holds its words."""

    code = "MAIL_REFUSED"


class NoSuchMessage(NotFound):
    """There is no message under that id."""

    code = "NO_SUCH_MESSAGE"
