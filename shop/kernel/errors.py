"""The error family every room knows; no HTTP in here."""

from __future__ import annotations


class DomainError(Exception):
    """Something a person can be told: a sentence, a stable code, and the field that is to blame."""

    code = "ERROR"

    def __init__(self, sentence: str, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or type(self).code
        self.field = field


class Invalid(DomainError):
    """The input has the right shape but cannot be accepted; the sentence says what to do."""

    code = "INVALID"


class NotFound(DomainError):
    """There is no such thing, or not for this person."""

    code = "NOT_FOUND"


class NotAllowed(DomainError):
    """The actor may not do this."""

    code = "NOT_ALLOWED"


class Conflict(DomainError):
    """The world changed meanwhile, or the move is not legal from the present state."""

    code = "CONFLICT"


class Unavailable(DomainError):
    """Something needed is out of reach for now; trying again later may work."""

    code = "UNAVAILABLE"


class OutOfReach(Unavailable):
    """A whole service is away; what waits for it is not to blame, however often it is tried."""

    code = "OUT_OF_REACH"
