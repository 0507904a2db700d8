"""What happened to an order, and what was noted on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from shop.domain.orders.models import Order, OrderEvent, OrderNote
from shop.domain.orders.statuses import Happening, NoteKind
from shop.kernel.db import read


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an order's history."""

    kind: Happening
    actor: str
    at: datetime
    note: str
    data: dict[str, Any]
    to_status: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was written on an order."""

    text: str
    actor: str
    at: datetime


_event = OrderEvent.__table__.c
_HISTORY = (
    select(_event.kind, _event.actor, _event.at, _event.note, _event.data, _event.to_status)
    .where(_event.order_id == bindparam("order"))
    .order_by(_event.id.desc())
)
_NOTES = (
    select(OrderNote.text, OrderNote.actor, OrderNote.at)
    .where(OrderNote.order_id == bindparam("order"), OrderNote.kind == bindparam("kind"))
    .order_by(OrderNote.id.desc())
)
_MARK = select(
    Order.id, Order.status, Order.hold_reason, Order.payment_state, Order.fulfilment_state,
    Order.paid_minor, Order.refunded_minor, Order.expires_at,
    select(func.max(_event.id)).where(_event.order_id == Order.id).scalar_subquery(),
    select(func.max(OrderNote.id)).where(OrderNote.order_id == Order.id).scalar_subquery(),
).where(Order.public_id == bindparam("public_id"))  # fmt: skip


def timeline(order_id: int) -> tuple[Entry, ...]:
    """Return what happened to an order, the newest first; one statement."""
    return tuple(
        Entry(Happening(row.kind), row.actor, row.at, row.note, row.data, row.to_status)
        for row in read(_HISTORY, {"order": order_id})
    )


def notes(order_id: int, kind: NoteKind) -> tuple[Note, ...]:
    """Return the notes of one kind, the newest first; one statement."""
    found = read(_NOTES, {"order": order_id, "kind": kind})
    return tuple(Note(row.text, row.actor, row.at) for row in found)


def mark(public_id: str) -> str | None:
    """Return a text that changes with whatever an order's page says of it; one statement."""
    row = read(_MARK, {"public_id": public_id}).first()
    return None if row is None else "|".join(map(str, row))
