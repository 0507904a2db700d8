"""A member of staff: who it is, how they prove it, what role they have."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.domain.staff.statuses import MemberStatus
from shop.kernel.columns import BigId
from shop.kernel.model import Base, Stamped


class Member(Stamped, Base):
    """Somebody who works here; the e-mail address is kept as `emails.normalised` returns it."""

    __tablename__ = "members"
    __table_args__ = (CheckConstraint("status IN ('active', 'disabled')", name="status"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"), index=True)
    status: Mapped[str] = mapped_column(String(10), default=MemberStatus.ACTIVE)
    locale: Mapped[str | None] = mapped_column(String(12))
    """The language of the back office where its reader chose none on this device."""
    demo: Mapped[bool] = mapped_column(default=False)
