"""One product page's facts in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from shop.domain.catalogue.models import (
    Listing,
    Option,
    OptionValue,
    Product,
    ProductCategory,
    ProductImage,
    Variant,
    VariantValue,
)
from shop.domain.catalogue.queries.visibility import visible_now
from shop.domain.media.models import Media
from shop.domain.media.queries import PictureValue, picture_value
from shop.kernel.db import read, session
from shop.kernel.i18n import Translated


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value of an option."""

    id: int
    code: str
    label: Translated
    detail: Translated
    hex: str | None


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option with its values in order."""

    code: str
    name: Translated
    values: list[ValueView]


@dataclass(frozen=True, slots=True)
class VariantView:
    """A variant and the ids of its option values."""

    id: int
    public_id: str
    sku: str
    barcode: str | None
    price_minor: int
    compare_at_minor: int | None
    weight_grams: int
    values: frozenset[int]


@dataclass(frozen=True, slots=True)
class ImageView:
    """A picture of the gallery and the option value it shows, if one."""

    picture: PictureValue
    alt: Translated
    value_id: int | None


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product as its page needs it."""

    product: Product
    options: list[OptionView]
    variants: list[VariantView]
    images: list[ImageView]
    category_ids: list[int]
    changed_at: datetime


_PRODUCT = select(Product).where(Product.slug == bindparam("slug"), visible_now())
_OPTIONS = (
    select(
        Option.code.label("option"), Option.name, OptionValue.id, OptionValue.code,
        OptionValue.label, OptionValue.detail, OptionValue.hex,
    )
    .join(OptionValue, OptionValue.option_id == Option.id)
    .where(Option.product_id == bindparam("product"))
    .order_by(Option.position, Option.id, OptionValue.position, OptionValue.id)
)  # fmt: skip
_VARIANTS = (
    select(
        Variant.id, Variant.public_id, Variant.sku, Variant.barcode, Variant.price_minor,
        Variant.compare_at_minor, Variant.weight_grams, VariantValue.option_value_id,
    )
    .outerjoin(VariantValue, VariantValue.variant_id == Variant.id)
    .where(Variant.product_id == bindparam("product"))
    .order_by(Variant.position, Variant.id)
)  # fmt: skip
_IMAGES = (
    select(
        ProductImage.alt, ProductImage.option_value_id, Media.state, Media.width, Media.height,
        Media.colour, Media.renditions,
    )
    .join(Media, Media.id == ProductImage.media_id)
    .where(ProductImage.product_id == bindparam("product"))
    .order_by(ProductImage.position, ProductImage.id)
)  # fmt: skip
_CATEGORIES = (
    select(ProductCategory.category_id)
    .where(ProductCategory.product_id == bindparam("product"))
    .order_by(ProductCategory.position)
)


def product_at(slug: str) -> ProductView | None:
    """Return the product that shoppers may see at `slug`, or None; five statements."""
    product = session().scalars(_PRODUCT, {"slug": slug}).first()
    if product is None:
        return None
    binds = {"product": product.id}
    variants = _variants(read(_VARIANTS, binds).all())
    if not variants:
        return None
    return ProductView(
        product=product,
        options=_options(read(_OPTIONS, binds).all()),
        variants=variants,
        images=[
            ImageView(picture, row.alt, row.option_value_id)
            for row in read(_IMAGES, binds)
            if (picture := picture_value(row))
        ],
        category_ids=list(read(_CATEGORIES, binds).scalars()),
        changed_at=product.updated_at,
    )


def _options(rows: Any) -> list[OptionView]:
    options: dict[str, OptionView] = {}
    for row in rows:
        option = options.setdefault(row.option, OptionView(row.option, row.name, []))
        option.values.append(ValueView(row.id, row.code, row.label, row.detail, row.hex))
    return list(options.values())


def _variants(rows: Any) -> list[VariantView]:
    values: dict[int, set[int]] = defaultdict(set)
    first: dict[int, Row[Any]] = {}
    for row in rows:
        first.setdefault(row.id, row)
        if row.option_value_id is not None:
            values[row.id].add(row.option_value_id)
    return [
        VariantView(
            row.id, row.public_id, row.sku, row.barcode, row.price_minor, row.compare_at_minor,
            row.weight_grams, frozenset(values[row.id]),
        )
        for row in first.values()
    ]  # fmt: skip


_SITEMAP = (
    select(Product.id, Product.slug, Product.updated_at)
    .join(Listing, Listing.product_id == Product.id)
    .where(Listing.published.is_(True), Product.id > bindparam("after"))
    .order_by(Product.id)
    .limit(bindparam("most"))
)


def for_sitemap(after: int, most: int) -> list[Row[Any]]:
    """Return (id, slug, updated_at) of published products with ids above `after`."""
    return list(read(_SITEMAP, {"after": after, "most": most}))
