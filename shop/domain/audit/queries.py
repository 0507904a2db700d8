"""Read what was done: by filters, the newest first, paged by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from shop.domain.audit.actions import COUNTER
from shop.domain.audit.models import AuditEntry
from shop.kernel.db import session
from shop.kernel.numbers import Counter
from shop.kernel.paging import Page, decode_cursor, encode_cursor

PAGE_SIZE = 50
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which acts are asked for; what is empty asks for nothing."""

    member_id: int | None = None
    area: str = ""
    """The first part of a verb, such as `member`."""
    outcome: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One act as a list shows it."""

    id: int
    at: datetime
    actor: str
    member_id: int | None
    role: str
    address: str
    verb: str
    outcome: str
    subject: str
    subject_id: str
    before: dict[str, Any]
    after: dict[str, Any]


_COLUMNS = [getattr(AuditEntry, name) for name in Act.__dataclass_fields__]


def acts(wanted: Wanted, after: str = "") -> Page[Act]:
    """Return a page of acts, the newest first; one statement."""
    query = _filtered(select(*_COLUMNS), wanted)
    key = decode_cursor(after, 1)
    if key:
        query = query.where(AuditEntry.id < key[0])
    rows = session().execute(query.order_by(AuditEntry.id.desc()).limit(PAGE_SIZE + 1)).all()
    items = [Act(**row._mapping) for row in rows[:PAGE_SIZE]]  # noqa: SLF001 - SQLAlchemy's public name
    more = encode_cursor((items[-1].id,)) if len(rows) > PAGE_SIZE else None
    return Page(items, more)


def _filtered(query: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.member_id is not None:
        query = query.where(AuditEntry.member_id == wanted.member_id)
    if wanted.area:
        # From `member.` up to, not including, `member/`: a range that the index answers.
        query = query.where(
            AuditEntry.verb >= f"{wanted.area}.", AuditEntry.verb < f"{wanted.area}/"
        )
    if wanted.outcome:
        query = query.where(AuditEntry.outcome == wanted.outcome)
    if wanted.since:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until:
        query = query.where(AuditEntry.at < wanted.until)
    return query


def chain() -> Iterator[dict[str, Any]]:
    """Yield every row with its hash, in order, a few hundred at a time."""
    last = 0
    columns = AuditEntry.__table__.columns
    while True:
        rows = (
            session()
            .execute(select(*columns).where(columns.id > last).order_by(columns.id).limit(_CHUNK))
            .mappings()
            .all()
        )
        for row in rows:
            last = row["id"]
            yield dict(row)
        if len(rows) < _CHUNK:
            return


def counted() -> int:
    """Return how many acts were ever written down."""
    return session().scalar(select(Counter.value).where(Counter.name == COUNTER)) or 0
