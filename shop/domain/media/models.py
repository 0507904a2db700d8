"""Stored pictures: what was uploaded, and the sizes made of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import BigId, Json
from shop.kernel.model import Base, Stamped


class MediaState(StrEnum):
    """Whether the sizes of a picture are made yet."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class Media(Stamped, Base):
    """One picture. `key` is the SHA-256 of what was uploaded, so the same file is stored once."""

    __tablename__ = "media"
    __table_args__ = (CheckConstraint("width >= 0 AND height >= 0", name="size"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(255), default="")
    state: Mapped[str] = mapped_column(String(10), default=MediaState.WAITING)
    reason: Mapped[str | None] = mapped_column(Text)
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    colour: Mapped[str] = mapped_column(String(7), default="")
    renditions: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    """Each `{"format": "avif"|"webp", "width", "height", "file", "bytes"}`."""
    demo: Mapped[bool] = mapped_column(default=False)
