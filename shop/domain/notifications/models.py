"""One row for each message to a person: what is said, to whom, and whether it got there."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.domain.notifications.statuses import MessageStatus
from shop.kernel import clock, ids
from shop.kernel.columns import BigId, UTCDateTime
from shop.kernel.model import Base


class Message(Base):
    """A mail. `key` says what it is about, so that nobody is told the same thing twice.

    Subject and body are written when it is sent, from what is true then; the `Message-ID` comes
    from the public id and is the same on every try.
    """

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint(
            f"status IN ({', '.join(repr(str(one)) for one in MessageStatus)})", name="status"
        ),
        CheckConstraint("tries >= 0", name="tries"),
        Index("ix_messages_open", "status", "created_at"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(24), unique=True, default=partial(ids.public_id, "msg")
    )
    key: Mapped[str] = mapped_column(String(120), unique=True)
    template: Mapped[str] = mapped_column(String(60))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(250), default="")
    status: Mapped[str] = mapped_column(String(10), default=MessageStatus.QUEUED)
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    message_id: Mapped[str | None] = mapped_column(String(200))
