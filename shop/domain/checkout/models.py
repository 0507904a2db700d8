"""A checkout: what a shopper has told about one cart so far, and the key that orders it once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import BigId, Json, UTCDateTime
from shop.kernel.model import Base, Stamped


class Checkout(Stamped, Base):
    """One checkout for each cart; an empty text is a question that has no good answer yet.

    `typed` keeps, for each step, what was typed and refused, so that nobody types it twice.
    `key` travels in the last form: whoever sends it again gets the order that it made.
    """

    __tablename__ = "checkouts"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"), unique=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), unique=True)
    phone: Mapped[str] = mapped_column(String(20), default="")
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    recipient_name: Mapped[str] = mapped_column(String(120), default="")
    recipient_phone: Mapped[str] = mapped_column(String(20), default="")
    town: Mapped[str] = mapped_column(String(80), default="")
    area: Mapped[str] = mapped_column(String(80), default="")
    landmark: Mapped[str] = mapped_column(String(300), default="")
    delivery_method: Mapped[str] = mapped_column(String(40), default="")
    payment_method: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    hold_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hold_began_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    typed: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
