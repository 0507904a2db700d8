"""Stock for tests: goods received, goods held, and what is left of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from shop.domain.catalogue.models import Product, Variant
from shop.domain.inventory import actions
from shop.domain.inventory.actions import holds
from shop.domain.inventory.models import Level
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product, variants_of
from tests.factories.memory import forget_session


def stock(product: Product, *quantities: int) -> Product:
    """Receive a quantity for each variant in their order; one for all, where only one is given."""
    variants = variants_of(product)
    amounts = quantities * len(variants) if len(quantities) == 1 else quantities
    for variant, quantity in zip(variants, amounts, strict=True):
        if quantity:
            actions.receive(variant.id, quantity)
    return product


def goods(*quantities: int) -> list[Variant]:
    """Make a product of its own for each quantity, receive it, return their variants."""
    with unit_of_work():
        return [variants_of(stock(product(), quantity))[0] for quantity in quantities]


def hold(owner: str, wanted: Mapping[int, int], minutes: float = 10) -> None:
    """Hold stock for some minutes from now, in a unit of work of its own."""
    with unit_of_work():
        holds.hold(owner, wanted, clock.now() + timedelta(minutes=minutes))


def levels() -> dict[int, tuple[int, int, int]]:
    """Return (on hand, allocated, held) by variant, of a shop with one place."""
    forget_session()
    rows = session().scalars(select(Level))
    return {row.variant_id: (row.on_hand, row.allocated, row.held) for row in rows}
