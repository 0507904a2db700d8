"""The head of an order: a snapshot of what was agreed, and where it stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import BigId, Json, TranslatedText, UTCDateTime
from shop.kernel.ids import public_id
from shop.kernel.model import Base, Stamped


class Order(Stamped, Base):
    """An order. Names, prices and addresses are copies; what was agreed changes by verbs alone.

    `payment_state`, `fulfilment_state`, `paid_minor` and `refunded_minor` are written by
    `actions.recompute` only, from the money ledger and the counters of the lines.
    """

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint(
            "status IN ('awaiting_payment', 'placed', 'confirmed', 'completed', 'cancelled',"
            " 'expired')",
            name="status",
        ),
        CheckConstraint("total_minor >= 0 AND sale_turn >= 1", name="total"),
        Index("ix_orders_expiry", "status", "expires_at"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(24), unique=True, default=lambda: public_id("ord")
    )
    number: Mapped[str] = mapped_column(String(40), unique=True)
    checkout_key: Mapped[str] = mapped_column(String(80), unique=True)
    cart_id: Mapped[int | None] = mapped_column(
        ForeignKey("carts.id", ondelete="SET NULL"), unique=True
    )
    status: Mapped[str] = mapped_column(String(20))
    hold_reason: Mapped[str | None] = mapped_column(String(24))
    payment_state: Mapped[str] = mapped_column(String(24))
    fulfilment_state: Mapped[str] = mapped_column(String(24))

    currency: Mapped[str] = mapped_column(String(3))
    locale: Mapped[str] = mapped_column(String(12))
    prices_include_tax: Mapped[bool]
    items_minor: Mapped[int] = mapped_column(BigInteger)
    discount_minor: Mapped[int] = mapped_column(BigInteger)
    delivery_minor: Mapped[int] = mapped_column(BigInteger)
    tax_minor: Mapped[int] = mapped_column(BigInteger)
    rounding_minor: Mapped[int] = mapped_column(BigInteger)
    total_minor: Mapped[int] = mapped_column(BigInteger)
    paid_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    refunded_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    breakdown: Mapped[Any] = mapped_column(Json)
    """The whole calculation, as `totals.Totals.to_json` wrote it."""
    sale_turn: Mapped[int] = mapped_column(default=1)
    """How often the sale was posted: once, and again after each reversal."""

    phone: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), default="")
    recipient_name: Mapped[str] = mapped_column(String(120), default="")
    """Who takes it, where that is not the buyer."""
    recipient_phone: Mapped[str] = mapped_column(String(20), default="")
    town: Mapped[str] = mapped_column(String(80), default="")
    area: Mapped[str] = mapped_column(String(80), default="")
    landmark: Mapped[str] = mapped_column(String(400), default="")
    note: Mapped[str] = mapped_column(String(1000), default="")

    delivery_method: Mapped[str] = mapped_column(String(40))
    delivery_name: Mapped[dict[str, str]] = mapped_column(TranslatedText)
    delivery_kind: Mapped[str] = mapped_column(String(12))
    zone_code: Mapped[str] = mapped_column(String(40), default="")
    deliver_from: Mapped[date | None]
    deliver_to: Mapped[date | None]
    payment_method: Mapped[str] = mapped_column(String(40))
    payment_name: Mapped[dict[str, str]] = mapped_column(TranslatedText)
    gateway: Mapped[str] = mapped_column(String(40))
    on_delivery: Mapped[bool] = mapped_column(default=False)
    """Paid for when it is handed over."""

    placed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    secured_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When payment was assured: at once for cash on delivery."""
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    demo: Mapped[bool] = mapped_column(default=False)
    """Made up by the demo, which may remove it again; triggers keep the mark as it was written."""
