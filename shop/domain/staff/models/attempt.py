"""Every try to sign in, also of people who do not exist."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel import clock
from shop.kernel.columns import BigId, UTCDateTime
from shop.kernel.model import Base


class SignInAttempt(Base):
    """One try: for whom, from where, with what outcome."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_whom", "kind", "email", "id"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(45), default="")
    device_id: Mapped[int | None] = mapped_column(BigId)
    """The trusted device it came from; its tries are counted apart, so that nobody locks it out."""
    outcome: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)
