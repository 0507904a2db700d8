"""The words that shoppers search for most, and find."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import bindparam, func, select

from shop.domain.search.models import SearchLogEntry
from shop.kernel import clock
from shop.kernel.db import session

_DAYS = 30
_POPULAR = (
    select(SearchLogEntry.words)
    .where(
        SearchLogEntry.at >= bindparam("since"),
        SearchLogEntry.results > 0,
        SearchLogEntry.unmatched == "",
    )
    .group_by(SearchLogEntry.words)
    .having(func.count() > 1)
    .order_by(func.count().desc(), SearchLogEntry.words)
    .limit(bindparam("most"))
)


def popular_words(most: int) -> list[str]:
    """Return what was searched for most in the last 30 days and found something."""
    since = clock.now() - timedelta(days=_DAYS)
    return list(session().scalars(_POPULAR, {"since": since, "most": most}))
