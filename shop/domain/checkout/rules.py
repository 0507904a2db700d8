"""How long a checkout keeps its stock; pure."""

from __future__ import annotations

from datetime import datetime, timedelta


def keeping(
    now: datetime, began: datetime | None, until: datetime | None, minutes: int, most: int
) -> tuple[datetime, datetime]:
    """Return when a hold began and until when it lasts, for a shopper who is active `now`.

    Each act keeps it for `minutes` more, at most `most` minutes from its beginning; one that has
    lapsed begins anew.
    """
    if began is None or until is None or until <= now:
        began = now
    last = began + timedelta(minutes=max(most, minutes))
    return began, min(now + timedelta(minutes=minutes), last)
