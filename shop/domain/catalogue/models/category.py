"""The category tree and which products stand where."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import BigId, TranslatedText
from shop.kernel.i18n import Translated
from shop.kernel.model import Base, Stamped

ROOT_PATH = "all"


class Category(Stamped, Base):
    """A node of the tree. The root holds everything; `path` is the address below `/c/`."""

    __tablename__ = "categories"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    path: Mapped[str] = mapped_column(String(400), unique=True)
    name: Mapped[Translated] = mapped_column(TranslatedText)
    intro: Mapped[Translated] = mapped_column(TranslatedText, default=dict)
    size_guide: Mapped[Translated] = mapped_column(TranslatedText, default=dict)
    """Markdown; a product without a guide of its own shows that of its category."""
    position: Mapped[int] = mapped_column(default=0)
    demo: Mapped[bool] = mapped_column(default=False)


class ProductCategory(Base):
    """A product stands in a category; `position` 0 is its home, shown in the breadcrumb."""

    __tablename__ = "product_categories"
    __table_args__ = (Index("ix_product_categories_category", "category_id", "product_id"),)
    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id", ondelete="CASCADE"), primary_key=True
    )
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
