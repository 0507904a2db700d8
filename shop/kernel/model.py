"""The declarative base: constraint names, created and updated stamps."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shop.kernel import clock
from shop.kernel.columns import UTCDateTime

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table stands on."""

    metadata = MetaData(naming_convention=_NAMES)


class Stamped:
    """Adds the times of creation and of the latest change, both UTC."""

    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, sort_order=90)
    updated_at: Mapped[datetime] = mapped_column(
        UTCDateTime, default=clock.now, onupdate=clock.now, sort_order=91
    )
