"""From a product and what belongs to it to its listing row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shop.domain.catalogue import colours as colour_families
from shop.domain.catalogue.actions.facet_values import SIZE, Bits
from shop.domain.catalogue.models import COLOUR, Product
from shop.domain.catalogue.queries.sources import Source, ancestors, roots, sources_of
from shop.domain.catalogue.statuses import ProductKind, ProductStatus
from shop.domain.media.queries import picture_value
from shop.kernel import clock
from shop.kernel.db import session

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ListingRow:
    """One product as lists need it."""

    product_id: int
    published: bool
    digital: bool
    price_minor: int
    popularity: int
    newest: int
    on_sale: bool
    sizes: int
    colours: int
    tags: int
    categories: list[int]
    card: dict[str, Any]


def build_rows(product_ids: Sequence[int], bits: Bits) -> list[ListingRow]:
    """Return the listing rows of some products, by six statements."""
    session().flush()
    tree = ancestors()
    return [_row(source, tree, bits) for source in sources_of(product_ids)]


def _visible(product: Product) -> bool:
    moment = clock.now()
    return (
        product.status == ProductStatus.PUBLISHED
        and (product.publish_at is None or product.publish_at <= moment)
        and (product.unpublish_at is None or product.unpublish_at > moment)
    )


def _row(source: Source, tree: dict[int, tuple[int, ...]], bits: Bits) -> ListingRow:
    product, variants = source.product, source.variants
    colours = [value for value in source.values if value.option == COLOUR and value.hex]
    sizes = [(value.code, value.label) for value in source.values if value.option == SIZE]
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
        "picture": next((made for made in map(picture_value, source.pictures) if made), None),
    }
    first_seen = product.publish_at or product.created_at
    return ListingRow(
        product_id=product.id,
        digital=product.kind == ProductKind.DIGITAL,
        published=bool(variants) and _visible(product),
        price_minor=cheapest.price_minor if cheapest else 0,
        popularity=product.popularity,
        newest=int((first_seen - _EPOCH).total_seconds()),
        on_sale=any(variant.compare_at_minor for variant in variants),
        sizes=bits.mask(SIZE, sizes),
        colours=colour_families.mask_of([value.hex for value in colours]),
        tags=bits.tags(product.tags),
        categories=sorted(
            {node for home in source.homes for node in tree[home.category_id]} | roots(tree)
        ),
        card=card,
    )
