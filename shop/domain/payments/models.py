"""Methods people choose from, attempts to pay, and the inbox of what gateways tell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.domain.payments.statuses import PaymentStatus
from shop.kernel import clock
from shop.kernel.columns import BigId, Json, TranslatedText, UTCDateTime
from shop.kernel.i18n import Translated
from shop.kernel.ids import public_id
from shop.kernel.model import Base, Stamped

_OPEN = text("status IN ('started', 'pending')")


class PaymentMethod(Stamped, Base):
    """One way to pay as the shop offers it; which gateway carries it out is its business."""

    __tablename__ = "payment_methods"
    __table_args__ = (
        CheckConstraint("step_minor > 0", name="step"),
        CheckConstraint("min_minor >= 0", name="least"),
        CheckConstraint("max_minor IS NULL OR max_minor >= min_minor", name="most"),
        CheckConstraint("expires_minutes IS NULL OR expires_minutes > 0", name="expires"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    gateway: Mapped[str] = mapped_column(String(40))
    name: Mapped[Translated] = mapped_column(TranslatedText)
    instructions: Mapped[Translated] = mapped_column(TranslatedText, default=dict)
    """What the buyer must know to pay this way, such as the shop's account; plain lines."""
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    zones: Mapped[list[str]] = mapped_column(Json, default=list)
    """Codes of the delivery zones it is offered in; none means all."""
    currencies: Mapped[list[str]] = mapped_column(Json, default=list)
    """Currencies it can carry; none means all."""
    min_minor: Mapped[int] = mapped_column(BigId, default=0)
    max_minor: Mapped[int | None] = mapped_column(BigId)
    step_minor: Mapped[int] = mapped_column(default=1)
    """The smallest sum that can be paid this way: 100 where there are no coins under a shilling."""
    expires_minutes: Mapped[int | None] = mapped_column()
    """How long an order waits for its money; none where it is collected on delivery."""
    demo: Mapped[bool] = mapped_column(default=False)


class Payment(Stamped, Base):
    """One attempt to pay an order; the next attempt is a row of its own."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("gateway", "reference"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("captured_minor >= 0 AND refunded_minor >= 0", name="moved"),
        CheckConstraint(
            "status IN ('started', 'pending', 'failed', 'cancelled', 'expired', 'captured')",
            name="status",
        ),
        Index("ix_payments_order_id", "order_id"),
        Index("ix_payments_next_look_up_at", "next_look_up_at"),
        # Two tabs cannot open two attempts: the second finds the first.
        Index(
            "uq_payments_open", "order_id", unique=True,
            sqlite_where=_OPEN, postgresql_where=_OPEN,
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(24), unique=True, default=lambda: public_id("pay")
    )
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    method: Mapped[str] = mapped_column(String(40))
    gateway: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(12), default=PaymentStatus.STARTED)
    amount_minor: Mapped[int] = mapped_column(BigId)
    currency: Mapped[str] = mapped_column(String(3))
    captured_minor: Mapped[int] = mapped_column(BigId, default=0)
    """What the gateway says it took, in `captured_currency`; nearly always `amount_minor`."""
    captured_currency: Mapped[str | None] = mapped_column(String(3))
    refunded_minor: Mapped[int] = mapped_column(BigId, default=0)
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    """Stored before the first call and used again for every repeat of it (M5)."""
    asked: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What the gateway was asked under that key; a repeat must ask the very same."""
    reference: Mapped[str | None] = mapped_column(String(255))
    continue_url: Mapped[str | None] = mapped_column(Text)
    failure: Mapped[str] = mapped_column(String(500), default="")
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the gateway, or the member of staff in `verified_by`, last said how it stands."""
    verified_by: Mapped[str] = mapped_column(String(80), default="")
    next_look_up_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    look_ups: Mapped[int] = mapped_column(default=0)


class GatewayEvent(Base):
    """One signed callback as it came in, kept once however often it is sent."""

    __tablename__ = "gateway_events"
    __table_args__ = (
        UniqueConstraint("gateway", "event_id"),
        Index("ix_gateway_events_reference", "gateway", "reference"),
        Index("ix_gateway_events_processed_at", "processed_at"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    gateway: Mapped[str] = mapped_column(String(40))
    event_id: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(80))
    reference: Mapped[str] = mapped_column(String(255), default="")
    payment_public_id: Mapped[str] = mapped_column(String(24), default="")
    fact: Mapped[dict[str, Any] | None] = mapped_column(Json)
    payload: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    processed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str] = mapped_column(String(40), default="")
    tries: Mapped[int] = mapped_column(default=0)
