"""The one-time link by which somebody joins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import UTCDateTime
from shop.kernel.model import Base


class Invitation(Base):
    """What is kept of a member's link: the SHA-256 of its 256 bits; a new link ends the old."""

    __tablename__ = "invitations"
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    until: Mapped[datetime] = mapped_column(UTCDateTime)
