"""A signed-in browser, for both account kinds; it can be ended from here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel import clock
from shop.kernel.columns import BigId, UTCDateTime
from shop.kernel.model import Base


class Session(Base):
    """One sign-in. Its 256-bit id is in the browser's cookie alone; here stands the SHA-256."""

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint("kind IN ('staff', 'customer')", name="kind"),
        CheckConstraint("(kind = 'staff') = (member_id IS NOT NULL)", name="owner"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    member_id: Mapped[int | None] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """The absolute limit, whatever happens in between."""
    proof: Mapped[str] = mapped_column(String(10), default="")
    """A `Proof`, for staff."""
    proved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the password or the second factor was last shown."""
    address: Mapped[str] = mapped_column(String(45), default="")
    user_agent: Mapped[str] = mapped_column(String(300), default="")
