"""Carts and their lines: what a visitor has chosen, until it becomes an order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.domain.cart.statuses import CartStatus
from shop.kernel import clock
from shop.kernel.columns import BigId, UTCDateTime
from shop.kernel.ids import public_id
from shop.kernel.model import Base, Stamped


class Cart(Stamped, Base):
    """One visitor's choice. Every change of it adds one to `version`.

    `town` and `area` are where the visitor last said that things should go.
    """

    __tablename__ = "carts"
    __table_args__ = (CheckConstraint("status IN ('open', 'ordered')", name="status"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(24), unique=True, default=lambda: public_id("crt")
    )
    status: Mapped[str] = mapped_column(String(10), default=CartStatus.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    currency: Mapped[str] = mapped_column(String(3))
    locale: Mapped[str] = mapped_column(String(10))
    town: Mapped[str] = mapped_column(String(80), default="")
    area: Mapped[str] = mapped_column(String(80), default="")


class CartLine(Base):
    """How much of a variant is in a cart, in minor steps of its unit; one line a variant.

    `price_seen_minor` is what a whole unit cost when the visitor last touched the line.
    """

    __tablename__ = "cart_lines"
    __table_args__ = (
        UniqueConstraint("cart_id", "variant_id"),
        CheckConstraint("quantity > 0", name="quantity"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"))
    variant_id: Mapped[int] = mapped_column(
        ForeignKey("variants.id", ondelete="CASCADE"), index=True
    )
    quantity: Mapped[int]
    price_seen_minor: Mapped[int] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
