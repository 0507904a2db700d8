"""Categories and products for tests."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from shop.domain.catalogue.actions import categories, products, publication
from shop.domain.catalogue.drafts import OptionDraft, ProductDraft, ValueDraft, VariantDraft
from shop.domain.catalogue.models import Category, Product, Variant
from shop.kernel.db import session
from tests.factories.tax import tax_class

_numbers = count(1)
INDIGO, MADDER, SAND = "#22307a", "#b4342b", "#f6efdf"
HEX = {"indigo": INDIGO, "madder": MADDER, "sand": SAND}


def category(slug: str = "", parent: Category | None = None, **more: Any) -> Category:
    """Make a category; its name is its slug in capitals, in both languages."""
    slug = slug or f"category-{next(_numbers)}"
    name = more.pop("name", {"en": slug.title(), "fr": f"{slug.title()} (fr)"})
    return categories.create(slug, name, parent=parent, **more)


def colours(*codes: str) -> OptionDraft:
    """Return a colour option with some of the known dyes."""
    values = [
        ValueDraft(code, {"en": code.title(), "fr": code.title()}, HEX[code]) for code in codes
    ]
    return OptionDraft("colour", {"en": "Colour", "fr": "Couleur"}, values)


def sizes(*codes: str) -> OptionDraft:
    """Return a size option."""
    values = [
        ValueDraft(code, {"en": code.upper(), "fr": code.upper()}, detail={"en": f"{code} wide"})
        for code in codes
    ]
    return OptionDraft("size", {"en": "Size", "fr": "Taille"}, values)


def draft(
    *,
    price: int = 145_000,
    options: Sequence[OptionDraft] = (),
    prices: Mapping[tuple[str, ...], int] | None = None,
    compare_at: int | None = None,
    **more: Any,
) -> ProductDraft:
    """Return a draft with a variant for each combination; `prices` overrides some of them."""
    number = next(_numbers)
    combinations: list[dict[str, str]] = [{}]
    for option in options:
        combinations = [
            {**made, option.code: value.code} for made in combinations for value in option.values
        ]
    # A shop that another process of the test run has filled counted from one as well.
    sku = more.pop("sku", f"SKU-{number:04}-{os.getpid()}")
    variants = [
        VariantDraft(
            sku="-".join((sku, *values.values())).upper(),
            price_minor=(prices or {}).get(tuple(values.values()), price),
            compare_at_minor=compare_at,
            values=values,
        )
        for values in combinations
    ]
    fields: dict[str, Any] = {
        "name": {"en": f"Product {number}", "fr": f"Produit {number}"},
        "category_ids": [],
        "variants": variants,
        "options": options,
    }
    return ProductDraft(tax_class_id=tax_class().id, **(fields | more))


def product(*, publish: bool = True, **more: Any) -> Product:
    """Make a product, published unless told otherwise."""
    made = products.create(draft(**more))
    if publish:
        publication.publish(made)
    return made


def variants_of(product_: Product) -> list[Variant]:
    """Return the variants of a product in their order."""
    return list(
        session().query(Variant).filter_by(product_id=product_.id).order_by(Variant.position)
    )
