"""Places, levels and movements: how much there is, and every reason why."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel import clock
from shop.kernel.columns import BigId, UTCDateTime
from shop.kernel.model import Base


class MovementKind(StrEnum):
    """Why stock moved."""

    RECEIPT = "receipt"
    ADJUSTMENT = "adjustment"
    COUNT = "count"


class Location(Base):
    """A place where stock is kept; a small shop has one and never sees it."""

    __tablename__ = "locations"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))


class Level(Base):
    """How much of a variant lies at a place, in the unit's minor steps.

    `on_hand` is the sum of the movements; of it `allocated` belongs to orders and `held` to
    checkouts. Each change is one guarded UPDATE of this row.
    """

    __tablename__ = "levels"
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand"),
        CheckConstraint("allocated >= 0 AND held >= 0", name="promised"),
        CheckConstraint("on_hand - allocated - held >= 0", name="available"),
    )
    variant_id: Mapped[int] = mapped_column(
        ForeignKey("variants.id", ondelete="CASCADE"), primary_key=True
    )
    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"), primary_key=True)
    on_hand: Mapped[int] = mapped_column(default=0)
    allocated: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)


class Movement(Base):
    """One entry of the stock ledger: signed, typed, never changed, never deleted.

    Triggers refuse UPDATE and DELETE; only the movements of demo products may go with them.
    """

    __tablename__ = "movements"
    __table_args__ = (
        CheckConstraint("quantity <> 0", name="quantity"),
        CheckConstraint("on_hand_after >= 0", name="after"),
        Index("ix_movements_variant", "variant_id", "id"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    kind: Mapped[str] = mapped_column(String(12))
    quantity: Mapped[int]
    on_hand_after: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200), default="")
    actor: Mapped[str] = mapped_column(String(80), default="system")
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
