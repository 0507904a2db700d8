"""Draft, published, archived: the life of a product."""

from __future__ import annotations

from enum import StrEnum

from shop.kernel.i18n import LazyText, lazy
from shop.kernel.status import Moves


class ProductStatus(StrEnum):
    """Where a product stands; only published ones are seen, and only between their dates."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


MOVES = Moves(
    {
        ProductStatus.DRAFT: (ProductStatus.PUBLISHED, ProductStatus.ARCHIVED),
        ProductStatus.PUBLISHED: (ProductStatus.DRAFT, ProductStatus.ARCHIVED),
        ProductStatus.ARCHIVED: (ProductStatus.DRAFT,),
    }
)
LABELS: dict[ProductStatus, LazyText] = {
    ProductStatus.DRAFT: lazy("Draft"),
    ProductStatus.PUBLISHED: lazy("Published"),
    ProductStatus.ARCHIVED: lazy("Archived"),
}


class ProductKind(StrEnum):
    """What a product is made of: something to carry, or a file that never runs out."""

    PHYSICAL = "physical"
    DIGITAL = "digital"


class StockState(StrEnum):
    """What a shopper is told about the stock of a product."""

    IN = "in"
    LOW = "low"
    OUT = "out"
