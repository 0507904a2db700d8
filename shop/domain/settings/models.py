"""One row for each store setting that differs from its default."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import Json
from shop.kernel.model import Base, Stamped


class SettingRow(Stamped, Base):
    """A setting's value as JSON."""

    __tablename__ = "settings"
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
