"""The one table of the audit; triggers keep it from being changed, hashes show if it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import BigId, Json, UTCDateTime
from shop.kernel.model import Base


class AuditEntry(Base):
    """One act, done or refused. `id` counts without gaps; `hash` covers the row and `previous`."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        CheckConstraint("outcome IN ('done', 'refused')", name="outcome"),
        Index("ix_audit_entries_member", "member_id", "id"),
        Index("ix_audit_entries_verb", "verb", "id"),
        Index("ix_audit_entries_subject", "subject", "subject_id", "id"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str] = mapped_column(String(10))
    member_id: Mapped[int | None] = mapped_column(BigId)
    """Without a foreign key: an act outlives whoever did it."""
    role: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(45))
    verb: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(80))
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    after: Mapped[dict[str, Any]] = mapped_column(Json)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
