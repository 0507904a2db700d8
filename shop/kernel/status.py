"""Declared status moves: a table says what may follow what, and one writer moves a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import inspect, update

from shop.kernel.db import session
from shop.kernel.errors import Conflict
from shop.kernel.i18n import _

S = TypeVar("S", bound=StrEnum)


class Moves(Generic[S]):
    """The legal moves of one status enum."""

    def __init__(self, table: Mapping[S, Iterable[S]]) -> None:
        self._table = {start: frozenset(ends) for start, ends in table.items()}

    def allow(self, start: S, end: S) -> bool:
        """Tell whether `end` may follow `start`."""
        return end in self._table.get(start, frozenset())

    def onward(self, start: S) -> frozenset[S]:
        """Return what may follow `start`; empty where it is final."""
        return self._table.get(start, frozenset())


def transition(row: Any, to: S, moves: Moves[S], **stamps: object) -> S:
    """Move `row.status` to `to` where the table allows it and nobody was quicker.

    The row is updated *where the status is still the old one*; `stamps` are further columns
    written with it. Returns the old status; raises `Conflict` for an illegal or lost move.
    """
    start: S = row.status
    if not moves.allow(start, to):
        raise Conflict(
            _("This cannot go from “%(start)s” to “%(to)s”.", start=str(start), to=str(to)),
            code="ILLEGAL_MOVE",
        )
    model = type(row)
    key = inspect(model).primary_key[0]
    statement = (
        update(model)
        .where(key == inspect(row).identity[0], model.status == start)
        .values(status=to, **stamps)
        .execution_options(synchronize_session=False)
    )
    if session().execute(statement).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE has one
        raise Conflict(_("Somebody changed this meanwhile. Look at it again."), code="STALE")
    session().refresh(row)
    return start
