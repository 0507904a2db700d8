"""From a product's tables to its listing row: a fixed number of statements for any batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select

from shop.domain.catalogue import colours as colour_families
from shop.domain.catalogue.actions.facet_values import SIZE, Bits
from shop.domain.catalogue.models import (
    COLOUR,
    Category,
    Option,
    OptionValue,
    Product,
    ProductCategory,
    ProductImage,
    Variant,
)
from shop.domain.catalogue.statuses import ProductStatus
from shop.domain.media.models import Media
from shop.domain.media.queries import picture_value
from shop.kernel import clock
from shop.kernel.db import session

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Groups = dict[int, list[Row[Any]]]


@dataclass(frozen=True, slots=True)
class ListingRow:
    """One product as lists need it."""

    product_id: int
    published: bool
    price_minor: int
    popularity: int
    newest: int
    on_sale: bool
    sizes: int
    colours: int
    tags: int
    categories: list[int]
    card: dict[str, Any]


def ancestors() -> dict[int, tuple[int, ...]]:
    """Return for each category itself and everything above it."""
    rows = session().execute(select(Category.id, Category.parent_id))
    parents = {row.id: row.parent_id for row in rows}

    def above(category: int | None) -> tuple[int, ...]:
        return () if category is None else (category, *above(parents[category]))

    return {category: above(category) for category in parents}


def _grouped(statement: Any) -> Groups:
    groups: Groups = defaultdict(list)
    for row in session().execute(statement):
        groups[row.product_id].append(row)
    return groups


def build_rows(product_ids: Sequence[int], bits: Bits) -> list[ListingRow]:
    """Return the listing rows of some products, by six statements."""
    session().flush()
    products = session().scalars(select(Product).where(Product.id.in_(product_ids))).all()
    tree = ancestors()
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
        _row(
            product,
            variants=variants[product.id],
            values=values[product.id],
            homes=homes[product.id],
            pictures=pictures[product.id],
            tree=tree,
            bits=bits,
        )
        for product in products
    ]


def _visible(product: Product) -> bool:
    moment = clock.now()
    return (
        product.status == ProductStatus.PUBLISHED
        and (product.publish_at is None or product.publish_at <= moment)
        and (product.unpublish_at is None or product.unpublish_at > moment)
    )


def _row(
    product: Product,
    *,
    variants: list[Row[Any]],
    values: list[Row[Any]],
    homes: list[Row[Any]],
    pictures: list[Row[Any]],
    tree: dict[int, tuple[int, ...]],
    bits: Bits,
) -> ListingRow:
    colours = [value for value in values if value.option == COLOUR and value.hex]
    sizes = [(value.code, value.label) for value in values if value.option == SIZE]
    cheapest = variants[0] if variants else None
    card = {
        "slug": product.slug,
        "name": product.name,
        "material": product.material,
        "unit": product.unit,
        "price": cheapest.price_minor if cheapest else 0,
        "most": variants[-1].price_minor if variants else 0,
        "was": cheapest.compare_at_minor if cheapest else None,
        "colours": [[value.label, value.hex] for value in colours],
        "picture": next((made for made in map(picture_value, pictures) if made), None),
    }
    first_seen = product.publish_at or product.created_at
    return ListingRow(
        product_id=product.id,
        published=bool(variants) and _visible(product),
        price_minor=cheapest.price_minor if cheapest else 0,
        popularity=product.popularity,
        newest=int((first_seen - _EPOCH).total_seconds()),
        on_sale=any(variant.compare_at_minor for variant in variants),
        sizes=bits.mask(SIZE, sizes),
        colours=colour_families.mask_of([value.hex for value in colours]),
        tags=bits.tags(product.tags),
        categories=sorted({node for home in homes for node in tree[home.category_id]}),
        card=card,
    )
