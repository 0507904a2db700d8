"""Goods of a proof's own, and their numbers."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from sqlalchemy import func, select, update

from shop.domain.catalogue.models import Product, Variant
from shop.domain.inventory.actions import adjust
from shop.domain.inventory.actions.holds import expire
from shop.domain.inventory.models import Allocation, AllocationState, Hold, Level
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.ids import token
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product, variants_of
from tests.factories.inventory import stock

_numbers = count(1)


def goods(*, left: int, kinds: int = 1, price: int = 145_000) -> list[dict[str, object]]:
    """Put new products on the shelf, `left` pieces of each."""
    made = []
    with unit_of_work():
        for _kind in range(kinds):
            slug = f"prove-{next(_numbers)}-{token()[:6].lower().replace('_', 'x')}"
            new: Product = stock(product(slug=slug, sku=slug.upper(), price=price), left)
            made.append({"variant": variants_of(new)[0].id, "slug": slug})
    return made


def squeeze(*, variant: int, left: int) -> None:
    """End everybody's hold of a variant and leave `left` pieces on the shelf."""
    past = clock.now() - timedelta(minutes=1)
    with unit_of_work() as current:
        current.execute(update(Hold).where(Hold.variant_id == variant).values(until=past))
    with unit_of_work():
        expire(limit=100_000)
    with unit_of_work():
        free = int(
            session()
            .execute(
                select(func.sum(Level.on_hand - Level.allocated - Level.held)).where(
                    Level.variant_id == variant
                )
            )
            .scalar_one()
        )
        if free != left:
            adjust(variant, left - free, reason="counted anew")


def numbers(*, variants: list[int]) -> dict[str, dict[str, int]]:
    """Return what is on the shelf, held, and allocated to orders, for each variant."""
    session().rollback()
    found: dict[str, dict[str, int]] = {}
    for variant in variants:
        row = (
            session()
            .execute(
                select(
                    func.sum(Level.on_hand), func.sum(Level.allocated), func.sum(Level.held)
                ).where(Level.variant_id == variant)
            )
            .one()
        )
        sold = (
            session()
            .execute(
                select(func.coalesce(func.sum(Allocation.quantity), 0)).where(
                    Allocation.variant_id == variant,
                    Allocation.state == AllocationState.ALLOCATED,
                )
            )
            .scalar_one()
        )
        found[str(variant)] = {
            "on_hand": int(row[0] or 0),
            "allocated": int(row[1] or 0),
            "held": int(row[2] or 0),
            "sold": int(sold),
        }
    return found


def goods_numbers(*, slug: str) -> dict[str, int]:
    """Return the numbers of a product with one variant."""
    session().rollback()
    variant = (
        session().execute(select(Variant.id).join(Product).where(Product.slug == slug)).scalar_one()
    )
    return numbers(variants=[variant])[str(variant)]
