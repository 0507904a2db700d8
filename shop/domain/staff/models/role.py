"""A role: a name and a set of permission keys, as data."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import Json
from shop.kernel.model import Base, Stamped


class Role(Stamped, Base):
    """What some members may do; one made from a template keeps the template's code."""

    __tablename__ = "roles"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    permissions: Mapped[list[str]] = mapped_column(Json, default=list)
    """Keys of `Permission`, or the one key `*` for all there are and will be."""
    edited: Mapped[bool] = mapped_column(default=False)
    """Until somebody changes it, a role from a template holds what the template does today."""
