"""Places, levels, movements, holds and allocations: how much there is, and whose it is."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel import clock
from shop.kernel.columns import BigId, UTCDateTime
from shop.kernel.model import Base


class MovementKind(StrEnum):
    """Why stock moved."""

    RECEIPT = "receipt"
    ADJUSTMENT = "adjustment"
    COUNT = "count"


class AllocationState(StrEnum):
    """Where an allocation stands; released and shipped are final."""

    ALLOCATED = "allocated"
    RELEASED = "released"
    SHIPPED = "shipped"


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
    low_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the scan found that little is left; whoever minds the stock was told then."""


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


class Hold(Base):
    """Stock that a checkout keeps for a while; the sum of a level's holds is its `held`.

    `owner` is whoever may turn it into an allocation, such as `cart:17`.
    """

    __tablename__ = "holds"
    __table_args__ = (
        UniqueConstraint("owner", "variant_id", "location_id"),
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_holds_variant", "variant_id", "until"),
        Index("ix_holds_until", "until"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    owner: Mapped[str] = mapped_column(String(80))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id", ondelete="CASCADE"))
    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    quantity: Mapped[int]
    until: Mapped[datetime] = mapped_column(UTCDateTime)


class Allocation(Base):
    """Stock that belongs to an order; the sum of a level's allocated ones is its `allocated`.

    An order has one live row for each variant and place. What was released stays released: an
    order that is revived gets new rows.
    """

    __tablename__ = "allocations"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("state IN ('allocated', 'released', 'shipped')", name="state"),
        Index(
            "uq_allocations_live", "order_id", "variant_id", "location_id", unique=True,
            sqlite_where=text("state = 'allocated'"), postgresql_where=text("state = 'allocated'"),
        ),
        Index("ix_allocations_order", "order_id"),
        Index("ix_allocations_variant", "variant_id", "state"),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    quantity: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=AllocationState.ALLOCATED)
