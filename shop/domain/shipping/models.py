"""Delivery zones, the towns and areas in them, and the methods that serve them."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.domain.shipping.statuses import MethodKind
from shop.kernel.columns import TranslatedText
from shop.kernel.i18n import Translated
from shop.kernel.model import Base


class ShippingZone(Base):
    """Places that are served by the same methods; one that is not active delivers nothing."""

    __tablename__ = "shipping_zones"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Translated] = mapped_column(TranslatedText)
    tax_zone_id: Mapped[int | None] = mapped_column(ForeignKey("tax_zones.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)


class ShippingPlace(Base):
    """A town of a zone, or one of its areas: an area's own row wins over its town's."""

    __tablename__ = "shipping_places"
    __table_args__ = (Index("ix_shipping_places_zone", "zone_id", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("shipping_zones.id", ondelete="CASCADE"))
    town: Mapped[str] = mapped_column(String(80))
    area: Mapped[str | None] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0)


class ShippingMethod(Base):
    """How goods reach the places of a zone, for how much and in how many days.

    Days are counted from the day of packing, closed days left out; orders up to `cut_off` (shop's
    time) are packed the same day.
    """

    __tablename__ = "shipping_methods"
    __table_args__ = (
        CheckConstraint("fee_minor >= 0", name="fee"),
        CheckConstraint("free_above_minor > 0", name="free_above"),
        CheckConstraint("days_min >= 0 AND days_max >= days_min", name="days"),
        UniqueConstraint("zone_id", "code"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("shipping_zones.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(12), default=MethodKind.DELIVERY)
    name: Mapped[Translated] = mapped_column(TranslatedText)
    description: Mapped[Translated] = mapped_column(TranslatedText)
    fee_minor: Mapped[int] = mapped_column(BigInteger)
    free_above_minor: Mapped[int | None] = mapped_column(BigInteger)
    days_min: Mapped[int]
    days_max: Mapped[int]
    cut_off: Mapped[str] = mapped_column(String(5), default="12:00")
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
