"""The states of a payment attempt, and which news may replace which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class PaymentStatus(StrEnum):
    """Where one attempt to pay stands.

    `captured` is the only state that is final whatever comes (M1). The other ends may still turn
    into `captured`: a buyer can approve after our deadline, and then the money is there.
    """

    STARTED = "started"
    PENDING = "pending"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    CAPTURED = "captured"


OPEN = frozenset({PaymentStatus.STARTED, PaymentStatus.PENDING})
_RANK: Mapping[str, int] = {status: rank for rank, status in enumerate(PaymentStatus)}


def newer(told: PaymentStatus, recorded: str) -> bool:
    """Tell whether `told` takes the place of what is `recorded`.

    States only ever rise in the order above. So the same news in any order, any number of times,
    ends in the same state.
    """
    return _RANK[told] > _RANK[recorded]
