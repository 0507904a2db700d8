"""The listing: one narrow row for each product, written down for lists, filters and counts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.columns import BigId, Json, TranslatedText
from shop.kernel.i18n import Translated
from shop.kernel.model import Base


class _Sortable:
    """The columns that lists filter and sort by."""

    price_minor: Mapped[int] = mapped_column(BigId, default=0)
    """The lowest price of its variants."""
    popularity: Mapped[int] = mapped_column(default=0)
    newest: Mapped[int] = mapped_column(BigId, default=0)
    """When it was first to be seen, in seconds since 1970."""
    on_sale: Mapped[bool] = mapped_column(default=False)
    in_stock: Mapped[bool] = mapped_column(default=False)
    sizes: Mapped[int] = mapped_column(BigId, default=0)
    colours: Mapped[int] = mapped_column(BigId, default=0)
    tags: Mapped[int] = mapped_column(BigId, default=0)
    """Bit masks over `facet_values` (sizes, tags) and the colour families."""


class Listing(_Sortable, Base):
    """What lists show of a product; `changed` is the shopfront version that wrote it last."""

    __tablename__ = "listings"
    __table_args__ = (Index("ix_listings_attention", "stock_state", "popularity"),)
    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id", ondelete="CASCADE"), primary_key=True
    )
    published: Mapped[bool] = mapped_column(default=False)
    changed: Mapped[int] = mapped_column(BigId, default=0, index=True)
    stock_state: Mapped[str] = mapped_column(String(3), default="out")
    left: Mapped[int | None]
    """How many are left, where few are."""
    categories: Mapped[list[int]] = mapped_column(Json, default=list)
    """Every category it is found in, ancestors included."""
    card: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


_FILTERS = ("price_minor", "on_sale", "in_stock", "sizes", "colours", "tags")


def _covering(sort: str) -> Index:
    rest = [column for column in (*_FILTERS,) if column != sort]
    return Index(f"ix_shelves_{sort}", "category_id", sort, "product_id", *rest)


class Shelf(_Sortable, Base):
    """A published product on the shelf of one category or ancestor, ready to be paged through.

    Each index carries all filter columns, so that a filtered page never touches the table.
    """

    __tablename__ = "shelves"
    __table_args__ = (_covering("popularity"), _covering("newest"), _covering("price_minor"))
    category_id: Mapped[int] = mapped_column(
        ForeignKey("categories.id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class FacetValue(Base):
    """A size or tag that can be filtered by, and its bit in the masks; the first 63 get one."""

    __tablename__ = "facet_values"
    __table_args__ = (
        UniqueConstraint("kind", "bit"),
        CheckConstraint("bit >= 0 AND bit <= 62", name="bit"),
    )
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    label: Mapped[Translated] = mapped_column(TranslatedText)
    bit: Mapped[int] = mapped_column(SmallInteger)
