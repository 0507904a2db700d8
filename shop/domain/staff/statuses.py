"""The states of a member, and the words for what a sign-in was and came to."""

from __future__ import annotations

from enum import StrEnum

from shop.kernel.status import Moves


class MemberStatus(StrEnum):
    """Whether a member may sign in."""

    ACTIVE = "active"
    DISABLED = "disabled"


MOVES = Moves(
    {
        MemberStatus.ACTIVE: (MemberStatus.DISABLED,),
        MemberStatus.DISABLED: (MemberStatus.ACTIVE,),
    }
)


class AccountKind(StrEnum):
    """Whose session it is; a session never belongs to both."""

    STAFF = "staff"
    CUSTOMER = "customer"


class Gate(StrEnum):
    """What a try was made at; each gate counts its own failures."""

    PASSWORD = "staff"  # noqa: S105 - a gate, no password
    FACTOR = "factor"


class Proof(StrEnum):
    """How far a session has proved who it belongs to."""

    PASSWORD = "password"  # noqa: S105 - a word for a proof, no password
    """The password alone: opens the second factor's page, or the enrolment."""
    DEVICE = "device"
    """The password on a trusted device: opens the office, but no sensitive act."""
    FACTOR = "factor"
    """Password and second factor."""


class Outcome(StrEnum):
    """What a try to sign in came to."""

    FAILED = "failed"
    LOCKED = "locked"
    SUCCEEDED = "succeeded"
