"""One product page's facts in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    literal_column,
    null,
    select,
    union_all,
)

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
from shop.domain.media.models import Media, MediaState
from shop.domain.media.queries import PictureValue, picture_made
from shop.kernel.db import read
from shop.kernel.i18n import Translated
from shop.kernel.stored_json import as_text, parsed


class ValueView(NamedTuple):
    """A value of an option."""

    id: int
    code: str
    label: Translated
    detail: Translated
    hex: str | None


class OptionView(NamedTuple):
    """An option with its values in order."""

    code: str
    name: Translated
    values: list[ValueView]


class VariantView(NamedTuple):
    """A variant and the ids of its option values."""

    id: int
    public_id: str
    sku: str
    barcode: str | None
    price_minor: int
    compare_at_minor: int | None
    weight_grams: int
    values: frozenset[int]


class ImageView(NamedTuple):
    """A picture of the gallery and the option value it shows, if one."""

    picture: PictureValue
    alt: Translated
    value_id: int | None


class ProductFacts(NamedTuple):
    """What belongs to a product as a whole."""

    id: int
    slug: str
    kind: str
    unit: str
    quantity_step: int
    name: Translated
    material: Translated
    description: Translated
    size_guide: Translated
    seo_title: Translated
    seo_description: Translated


class ProductView(NamedTuple):
    """A product as its page needs it."""

    product: ProductFacts
    options: list[OptionView]
    variants: list[VariantView]
    images: list[ImageView]
    category_ids: list[int]


_ID = select(Product.id).where(Product.slug == bindparam("slug"), visible_now()).scalar_subquery()
_NUMBERS, _TEXTS = 6, 8
_PRODUCT, _OPTIONS, _VARIANTS, _IMAGES, _CATEGORIES = range(5)


def _part(kind: int, numbers: Sequence[Any], texts: Sequence[Any]) -> Select[Any]:
    """Return one kind of row for the statement below: its numbers, then its texts."""
    no_number, no_text = cast(null(), BigInteger), cast(null(), Text)
    numbers = [*numbers, *[no_number] * (_NUMBERS - len(numbers))]
    texts = [*map(as_text, texts), *[no_text] * (_TEXTS - len(texts))]
    return select(
        literal_column(str(kind)).label("kind"),
        *(number.label(f"n{place}") for place, number in enumerate(numbers)),
        *(text.label(f"t{place}") for place, text in enumerate(texts)),
    )


# Five statements cost three times what one does: most of it is the way to the database and back.
_EVERYTHING = union_all(
    _part(
        _PRODUCT,
        (Product.id, Product.quantity_step),
        (
            Product.kind, Product.unit, Product.name, Product.material, Product.description,
            Product.size_guide, Product.seo_title, Product.seo_description,
        ),
    ).where(Product.id == _ID),
    _part(
        _OPTIONS,
        (Option.position, Option.id, OptionValue.position, OptionValue.id),
        (
            Option.code, Option.name, OptionValue.code, OptionValue.label, OptionValue.detail,
            OptionValue.hex,
        ),
    )
    .join(OptionValue, OptionValue.option_id == Option.id)
    .where(Option.product_id == _ID),
    _part(
        _VARIANTS,
        (
            Variant.position, Variant.id, VariantValue.option_value_id, Variant.price_minor,
            Variant.compare_at_minor, Variant.weight_grams,
        ),
        (Variant.public_id, Variant.sku, Variant.barcode),
    )
    .outerjoin(VariantValue, VariantValue.variant_id == Variant.id)
    .where(Variant.product_id == _ID),
    _part(
        _IMAGES,
        (
            ProductImage.position, ProductImage.id, ProductImage.option_value_id, Media.width,
            Media.height,
        ),
        (ProductImage.alt, Media.state, Media.colour, Media.renditions),
    )
    .join(Media, Media.id == ProductImage.media_id)
    .where(ProductImage.product_id == _ID),
    _part(_CATEGORIES, (ProductCategory.position, ProductCategory.category_id), ()).where(
        ProductCategory.product_id == _ID
    ),
)  # fmt: skip


def product_at(slug: str) -> ProductView | None:
    """Return the product that shoppers may see at `slug`, or None; one statement."""
    parts: list[list[Any]] = [[] for _kind in range(5)]
    for row in read(_EVERYTHING, {"slug": slug}).all():
        parts[row[0]].append(row[1:])
    for rows in parts:
        rows.sort(key=_in_order)
    if not parts[_PRODUCT] or not parts[_VARIANTS]:
        return None
    return ProductView(
        product=_facts(slug, *parts[_PRODUCT]),
        options=_options(parts[_OPTIONS]),
        variants=_variants(parts[_VARIANTS]),
        images=[made for row in parts[_IMAGES] if (made := _image(row))],
        category_ids=[row[1] for row in parts[_CATEGORIES]],
    )


def _in_order(row: Sequence[Any]) -> tuple[int, int, int, int]:
    return row[0], row[1], row[2] or 0, row[3] or 0


def _facts(slug: str, row: Sequence[Any]) -> ProductFacts:
    kind, unit, *texts = row[_NUMBERS:]
    return ProductFacts(row[0], slug, kind, unit, row[1], *map(parsed, texts))


def _options(rows: Sequence[Sequence[Any]]) -> list[OptionView]:
    options: dict[str, OptionView] = {}
    for row in rows:
        option, name, code, label, detail, hex_ = row[_NUMBERS : _NUMBERS + 6]
        if option not in options:
            options[option] = OptionView(option, parsed(name), [])
        value = ValueView(row[3], code, parsed(label), parsed(detail), hex_)
        options[option].values.append(value)
    return list(options.values())


def _variants(rows: Sequence[Sequence[Any]]) -> list[VariantView]:
    values: dict[int, set[int]] = defaultdict(set)
    first: dict[int, Sequence[Any]] = {}
    for row in rows:
        first.setdefault(row[1], row)
        if row[2] is not None:
            values[row[1]].add(row[2])
    return [
        VariantView(id_, public_id, sku, barcode, price, before, weight, frozenset(values[id_]))
        for id_, row in first.items()
        for price, before, weight, public_id, sku, barcode in (row[3 : _NUMBERS + 3],)
    ]


def _image(row: Sequence[Any]) -> ImageView | None:
    alt, state, colour, renditions = row[_NUMBERS : _NUMBERS + 4]
    if state != MediaState.READY:
        return None
    picture = picture_made(row[3], row[4], colour, parsed(renditions))
    return ImageView(picture, parsed(alt), row[2]) if picture else None


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
