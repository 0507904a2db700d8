"""What can be promised now."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from shop.domain.catalogue.models import Variant
from shop.domain.inventory.models import Level
from shop.kernel.db import read

_AVAILABLE = (
    select(Variant.id, func.coalesce(func.sum(Level.on_hand - Level.allocated - Level.held), 0))
    .outerjoin(Level, Level.variant_id == Variant.id)
    .where(Variant.product_id == bindparam("product"))
    .group_by(Variant.id)
)


def available_of(product_id: int) -> dict[int, int]:
    """Return how many minor units of each variant of a product may be promised."""
    rows = read(_AVAILABLE, {"product": product_id})
    return {variant_id: int(available) for variant_id, available in rows}
