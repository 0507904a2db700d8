"""What can go wrong with the people who work here."""

from __future__ import annotations

from datetime import timedelta

from shop.kernel.errors import Conflict, Invalid, NotAllowed
from shop.kernel.i18n import _, ngettext


class EmailTaken(Conflict):
    """Another member has this e-mail address."""

    code = "EMAIL_TAKEN"


class LastOwner(Conflict):
    """Nobody would be left who may do everything."""

    code = "LAST_OWNER"


class WeakPassword(Invalid):
    """A password that is too short, too long or easily guessed."""

    code = "WEAK_PASSWORD"


class BadCredentials(NotAllowed):
    """This e-mail address and password do not open anything; never says which was wrong."""

    code = "BAD_CREDENTIALS"

    def __init__(self) -> None:
        super().__init__(_("The e-mail address or the password is not right. Try again."))


class TooManyAttempts(NotAllowed):
    """Too many failed tries for this e-mail address; `wait` says how long nothing is tried."""

    code = "TOO_MANY_ATTEMPTS"

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        super().__init__(
            ngettext(
                "Too many tries for this e-mail address. Try again in %(n)s minute.",
                "Too many tries for this e-mail address. Try again in %(n)s minutes.",
                minutes,
            )
        )
