"""What shoppers searched for, most telling first: what was not found, then what was asked most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, func, select, tuple_

from shop.domain.search.models import SearchLogEntry
from shop.kernel.db import session
from shop.kernel.paging import Page, decode_cursor, encode_cursor

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that were searched for: how often, and what came of it the last time."""

    words: str
    times: int
    results: int
    last_at: datetime


_GROUPED = (
    select(
        SearchLogEntry.words,
        func.count().label("times"),
        func.max(SearchLogEntry.id).label("last"),
    )
    .where(SearchLogEntry.at >= bindparam("since"))
    .group_by(SearchLogEntry.words)
    .subquery()
)
_NOTHING = case((SearchLogEntry.results == 0, 1), else_=0)
_KEY = (_NOTHING, _GROUPED.c.times, _GROUPED.c.last)
_ALL: Select[Any] = (
    select(
        SearchLogEntry.words,
        SearchLogEntry.results,
        SearchLogEntry.at,
        _GROUPED.c.times,
        _GROUPED.c.last,
    )
    .join(_GROUPED, _GROUPED.c.last == SearchLogEntry.id)
    .order_by(*(part.desc() for part in _KEY))
    .limit(bindparam("most"))
)
_AFTER = _ALL.where(
    tuple_(*_KEY) < tuple_(bindparam("nothing"), bindparam("times"), bindparam("last"))
)
_IN_VAIN = _ALL.where(SearchLogEntry.results == 0)


def asked(since: datetime, after: str = "", size: int = PAGE_SIZE) -> Page[Asked]:
    """Return what was searched for since then, after a cursor; nonsense begins at the top."""
    values: dict[str, object] = {"since": since, "most": size + 1}
    if key := decode_cursor(after, len(_KEY)):
        values |= dict(zip(("nothing", "times", "last"), key, strict=True))
    rows = session().execute(_AFTER if key else _ALL, values).all()
    shown = rows[:size]
    more = len(rows) > size
    return Page([_asked(row) for row in shown], _cursor(shown[-1]) if more else None)


def in_vain(since: datetime, most: int) -> Sequence[Asked]:
    """Return what was searched for since then and found nothing, most often first."""
    rows = session().execute(_IN_VAIN, {"since": since, "most": most})
    return [_asked(row) for row in rows]


def _asked(row: Row[Any]) -> Asked:
    return Asked(row.words, row.times, row.results, row.at)


def _cursor(row: Row[Any]) -> str:
    return encode_cursor((int(row.results == 0), row.times, row.last))
