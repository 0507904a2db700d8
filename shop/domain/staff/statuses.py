"""The states of a member, and the words for what a sign-in was and came to."""

from __future__ import annotations

from enum import StrEnum

from shop.kernel.status import Moves


class MemberStatus(StrEnum):
    """Whether a member may sign in."""

    ACTIVE = "active"
    DISABLED = "disabled"


MOVES = Moves({MemberStatus.ACTIVE: (MemberStatus.DISABLED,)})


class AccountKind(StrEnum):
    """Whose session it is; a session never belongs to both."""

    STAFF = "staff"
    CUSTOMER = "customer"


class Outcome(StrEnum):
    """What a try to sign in came to."""

    FAILED = "failed"
    LOCKED = "locked"
    SUCCEEDED = "succeeded"
