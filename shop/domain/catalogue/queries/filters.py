"""What a shopper narrowed a list down to: plain values, and their SQL over listings or shelves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, false, or_, select
from sqlalchemy.orm import aliased

from shop.domain.catalogue.models import Listing, Shelf

Bands = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """A choice in each group: within a group any may hold, between groups all must.

    `bands` are indexes into the price bands; `sizes`, `colours` and `tags` are bit masks.
    """

    categories: frozenset[int] = frozenset()
    bands: frozenset[int] = frozenset()
    sizes: int = 0
    colours: int = 0
    tags: int = 0
    in_stock: bool = False
    on_sale: bool = False

    @property
    def active(self) -> bool:
        """Tell whether anything is chosen."""
        return bool(
            self.categories
            or self.bands
            or self.sizes
            or self.colours
            or self.tags
            or self.in_stock
            or self.on_sale
        )

    @property
    def shape(self) -> Filters:
        """What decides a statement's text: the same groups, with values that stand for any."""
        return Filters(
            categories=frozenset({0}) if self.categories else frozenset(),
            bands=self.bands,
            sizes=int(self.sizes != 0),
            colours=int(self.colours != 0),
            tags=int(self.tags != 0),
            in_stock=self.in_stock,
            on_sale=self.on_sale,
        )

    @property
    def binds(self) -> dict[str, Any]:
        """The values of the statement's parameters."""
        binds: dict[str, Any] = {}
        if self.categories:
            binds["within"] = sorted(self.categories)
        masks = {"sizes": self.sizes, "colours": self.colours, "tags": self.tags}
        return binds | {f"mask_{name}": mask for name, mask in masks.items() if mask}


def band_edges(band: int, bounds: Bands) -> tuple[int, int | None]:
    """Return the lowest price of a band and the lowest price above it, None at the top."""
    return (
        bounds[band - 1] if band else 0,
        bounds[band] if band < len(bounds) else None,
    )


def band_of(price: int, bounds: Bands) -> int:
    """Return the index of the band that a price falls into."""
    return sum(price >= bound for bound in bounds)


def conditions(
    filters: Filters, bounds: Bands, table: type[Listing | Shelf]
) -> list[ColumnElement[bool]]:
    """Return the WHERE parts of `filters`.

    Masks are bound as `mask_<group>`, categories as `within`.
    """
    parts: list[ColumnElement[bool]] = []
    if filters.categories:
        inside = aliased(Shelf)
        parts.append(
            table.product_id.in_(
                select(inside.product_id).where(
                    inside.category_id.in_(bindparam("within", expanding=True))
                )
            )
        )
    if filters.bands:
        bands = []
        for band in sorted(filters.bands):
            low, high = band_edges(band, bounds)
            upper = table.price_minor < high if high is not None else None
            lower = table.price_minor >= low
            bands.append(lower if upper is None else and_(lower, upper))
        parts.append(or_(false(), *bands))
    parts += [
        getattr(table, name).op("&")(bindparam(f"mask_{name}")) != 0
        for name in ("sizes", "colours", "tags")
        if getattr(filters, name)
    ]
    if filters.in_stock:
        parts.append(table.in_stock.is_(True))
    if filters.on_sale:
        parts.append(table.on_sale.is_(True))
    return parts
