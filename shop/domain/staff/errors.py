"""What can go wrong with the people who work here."""

from __future__ import annotations

from datetime import timedelta

from shop.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from shop.kernel.i18n import _, ngettext


class EmailTaken(Conflict):
    """Another member has this e-mail address."""

    code = "EMAIL_TAKEN"


class LastOwner(Conflict):
    """Nobody would be left who may do everything."""

    code = "LAST_OWNER"


class BeyondYou(NotAllowed):
    """Nobody gives what they lack, or acts on somebody who may do more."""

    code = "BEYOND_YOU"

    def __init__(self) -> None:
        super().__init__(_("That role may do more than you. Ask an owner of the shop."))


class OwnRole(NotAllowed):
    """Nobody changes their own role or shuts themselves out."""

    code = "OWN_ROLE"

    def __init__(self) -> None:
        super().__init__(_("Nobody changes their own role or access. Ask another owner."))


class LinkOver(NotFound):
    """A link by which somebody joins holds once and three days."""

    code = "LINK_OVER"

    def __init__(self) -> None:
        super().__init__(_("This link was used before or is too old. Ask for a new one."))


class RoleTaken(Conflict):
    """Another role has this name."""

    code = "ROLE_TAKEN"


class WeakPassword(Invalid):
    """A password that is too short, too long or easily guessed."""

    code = "WEAK_PASSWORD"


class BadCredentials(NotAllowed):
    """This e-mail address and password do not open anything; never says which was wrong."""

    code = "BAD_CREDENTIALS"

    def __init__(self) -> None:
        super().__init__(_("The e-mail address or the password is not right. Try again."))


class BadCode(NotAllowed):
    """This code does not open: wrong, used before, or from too long ago."""

    code = "BAD_CODE"

    def __init__(self) -> None:
        super().__init__(
            _("That code does not fit, or it was used before. Wait for the next one and try again.")
        )


class BadProof(NotAllowed):
    """Neither the member's password nor a code of theirs."""

    code = "BAD_PROOF"

    def __init__(self) -> None:
        super().__init__(_("That is neither your password nor a code of yours. Try again."))


class SessionOver(NotAllowed):
    """The session ended while something was done in it."""

    code = "SESSION_OVER"

    def __init__(self) -> None:
        super().__init__(_("You are signed out. Sign in again."))


class FactorThere(Conflict):
    """A member who has a second factor cannot set up another."""

    code = "FACTOR_THERE"


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
