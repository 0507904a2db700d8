"""Stock for tests."""

from __future__ import annotations

from shop.domain.catalogue.models import Product
from shop.domain.inventory import actions
from tests.factories.catalogue import variants_of


def stock(product: Product, *quantities: int) -> Product:
    """Receive a quantity for each variant in their order; one for all, where only one is given."""
    variants = variants_of(product)
    amounts = quantities * len(variants) if len(quantities) == 1 else quantities
    for variant, quantity in zip(variants, amounts, strict=True):
        if quantity:
            actions.receive(variant.id, quantity)
    return product
