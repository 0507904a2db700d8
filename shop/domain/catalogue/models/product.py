"""The product: its copy, how it is sold and when it is seen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.domain.catalogue.statuses import ProductKind, ProductStatus
from shop.kernel.columns import BigId, Json, TranslatedText, UTCDateTime
from shop.kernel.i18n import Translated
from shop.kernel.ids import public_id
from shop.kernel.model import Base, Stamped
from shop.kernel.quantity import Unit


class Product(Stamped, Base):
    """Something for sale; what can be bought are its variants."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("quantity_step > 0", name="step"),
        CheckConstraint("kind IN ('physical', 'digital')", name="kind"),
        CheckConstraint("status IN ('draft', 'published', 'archived')", name="status"),
        Index("ix_products_dates", "status", "publish_at", "unpublish_at"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(24), unique=True, default=lambda: public_id("prd")
    )
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    status: Mapped[str] = mapped_column(String(10), default=ProductStatus.DRAFT)
    publish_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    unpublish_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    name: Mapped[Translated] = mapped_column(TranslatedText)
    material: Mapped[Translated] = mapped_column(TranslatedText, default=dict)
    description: Mapped[Translated] = mapped_column(TranslatedText, default=dict)
    """Markdown, sanitised when it is shown."""
    size_guide: Mapped[Translated] = mapped_column(TranslatedText, default=dict)
    seo_title: Mapped[Translated] = mapped_column(TranslatedText, default=dict)
    seo_description: Mapped[Translated] = mapped_column(TranslatedText, default=dict)
    kind: Mapped[str] = mapped_column(String(10), default=ProductKind.PHYSICAL)
    """Digital products have no stock and no weight."""
    unit: Mapped[str] = mapped_column(String(10), default=Unit.PIECE)
    quantity_step: Mapped[int] = mapped_column(default=1)
    """Quantities are multiples of this many minor units: 50 is half a metre."""
    tax_class_id: Mapped[int] = mapped_column(ForeignKey("tax_classes.id"))
    tags: Mapped[list[str]] = mapped_column(Json, default=list)
    popularity: Mapped[int] = mapped_column(default=0)
    """Written down by those who sell; higher is shown earlier."""
    demo: Mapped[bool] = mapped_column(default=False)
