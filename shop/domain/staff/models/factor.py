"""The second factor: a shared seed, codes for a lost telephone, devices that are trusted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel import clock
from shop.kernel.columns import BigId, UTCDateTime
from shop.kernel.model import Base


class SecondFactor(Base):
    """A member's seed for codes by the clock (TOTP, RFC 6238), sealed."""

    __tablename__ = "second_factors"
    member_id: Mapped[int] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), primary_key=True
    )
    seed: Mapped[str] = mapped_column(String(300))
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The half minute of the latest code that was taken: none is taken twice."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class BackupCode(Base):
    """A code of 80 bits that opens once; what is kept is its SHA-256."""

    __tablename__ = "backup_codes"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class TrustedDevice(Base):
    """A browser that is not asked for the second factor for a while; it is known by a cookie."""

    __tablename__ = "trusted_devices"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    until: Mapped[datetime] = mapped_column(UTCDateTime)
    address: Mapped[str] = mapped_column(String(45), default="")
    user_agent: Mapped[str] = mapped_column(String(300), default="")
