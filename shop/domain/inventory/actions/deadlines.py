"""Holds past their deadline: given back by the sweep, and at once where somebody needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from shop.domain.inventory.actions import levels
from shop.domain.inventory.actions.levels import Good
from shop.domain.inventory.models import Hold
from shop.kernel import clock
from shop.kernel.columns import UTCDateTime
from shop.kernel.db import session

_NOW = bindparam("now", type_=UTCDateTime)
_DUE = (
    select(Hold.id, Hold.variant_id)
    .where(Hold.until <= _NOW)
    .order_by(Hold.until)
    .limit(bindparam("most"))
)
_OTHERS_DUE = select(Hold.id).where(
    Hold.variant_id.in_(bindparam("variants", expanding=True)),
    Hold.owner != bindparam("mine"),
    Hold.until <= _NOW,
)
# Asked again here: whoever extends a hold does so without the lock.
_DROP = (
    delete(Hold)
    .where(Hold.id.in_(bindparam("holds", expanding=True)), Hold.until <= _NOW)
    .returning(Hold.variant_id, Hold.location_id, Hold.quantity)
)


def expire(*, dry_run: bool = False, limit: int = 200) -> int:
    """Give back what is past its deadline, at most `limit` holds; returns how many holds."""
    binds = {"now": clock.now(), "most": limit}
    due = session().connection().execute(_DUE, binds).all()
    if dry_run or not due:
        return len(due)
    return _drop([row.id for row in due], levels.lock({row.variant_id for row in due}))


def release_due(variants: Sequence[int], goods: Mapping[int, Good], owner: str | None) -> int:
    """Give back what others hold of some locked variants past its deadline."""
    binds = {"variants": list(variants), "mine": owner or "", "now": clock.now()}
    return _drop(session().connection().execute(_OTHERS_DUE, binds).scalars().all(), goods)


def give_back(rows: Iterable[Row[*tuple[Any, ...]]], goods: Mapping[int, Good]) -> None:
    """Take the holds of deleted rows (variant, place, quantity) off their levels."""
    sums: dict[tuple[int, int], int] = {}
    for variant, location, quantity in rows:
        sums[variant, location] = sums.get((variant, location), 0) + quantity
    levels.move([(*key, -quantity, 0) for key, quantity in sums.items()], goods)


def _drop(holds: Sequence[int], goods: Mapping[int, Good]) -> int:
    if not holds:
        return 0
    binds = {"holds": list(holds), "now": clock.now()}
    rows = session().connection().execute(_DROP, binds).all()
    give_back(rows, goods)
    return len(rows)
