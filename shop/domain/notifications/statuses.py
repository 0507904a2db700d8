"""Where a message stands."""

from __future__ import annotations

from enum import StrEnum

from shop.kernel.status import Moves


class MessageStatus(StrEnum):
    """Queued ones will be tried; failed ones were tried as often as it makes sense."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    REFUSED = "refused"


MOVES = Moves(
    {
        MessageStatus.QUEUED: {MessageStatus.SENT, MessageStatus.FAILED, MessageStatus.REFUSED},
        MessageStatus.FAILED: {MessageStatus.QUEUED},
        MessageStatus.REFUSED: {MessageStatus.QUEUED},
    }
)
