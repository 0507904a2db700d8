"""What a product's listing row is made from: a fixed number of statements for any batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from shop.domain.catalogue.models import (
    Category,
    Option,
    OptionValue,
    Product,
    ProductCategory,
    ProductImage,
    Variant,
)
from shop.domain.media.models import Media
from shop.kernel.db import session

Rows = list[Row[Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """A product with what belongs to it; the cheapest variant stands first."""

    product: Product
    variants: Rows
    values: Rows
    homes: Rows
    pictures: Rows


def ancestors() -> dict[int, tuple[int, ...]]:
    """Return for each category itself and everything above it."""
    rows = session().execute(select(Category.id, Category.parent_id))
    parents = {row.id: row.parent_id for row in rows}

    def above(category: int | None) -> tuple[int, ...]:
        return () if category is None else (category, *above(parents[category]))

    return {category: above(category) for category in parents}


def roots(tree: dict[int, tuple[int, ...]]) -> set[int]:
    """Return the categories that nothing is above: where every product belongs."""
    return {category for category, above in tree.items() if len(above) == 1}


def _grouped(statement: Any) -> dict[int, Rows]:
    groups: dict[int, Rows] = defaultdict(list)
    for row in session().execute(statement):
        groups[row.product_id].append(row)
    return groups


def sources_of(product_ids: Sequence[int]) -> list[Source]:
    """Return some products with what belongs to them, by five statements."""
    products = session().scalars(select(Product).where(Product.id.in_(product_ids))).all()
    variants = _grouped(
        select(Variant.product_id, Variant.price_minor, Variant.compare_at_minor)
        .where(Variant.product_id.in_(product_ids))
        .order_by(Variant.price_minor, Variant.position, Variant.id)
    )
    values = _grouped(
        select(
            Option.product_id, Option.code.label("option"), OptionValue.code, OptionValue.label,
            OptionValue.hex,
        )
        .join(OptionValue, OptionValue.option_id == Option.id)
        .where(Option.product_id.in_(product_ids))
        .order_by(Option.position, OptionValue.position)
    )  # fmt: skip
    homes = _grouped(
        select(ProductCategory.product_id, ProductCategory.category_id)
        .where(ProductCategory.product_id.in_(product_ids))
        .order_by(ProductCategory.position)
    )
    pictures = _grouped(
        select(
            ProductImage.product_id, Media.state, Media.width, Media.height, Media.colour,
            Media.renditions,
        )
        .join(Media, Media.id == ProductImage.media_id)
        .where(ProductImage.product_id.in_(product_ids))
        .order_by(ProductImage.position, ProductImage.id)
    )  # fmt: skip
    return [
        Source(
            product,
            variants=variants[product.id],
            values=values[product.id],
            homes=homes[product.id],
            pictures=pictures[product.id],
        )
        for product in products
    ]
