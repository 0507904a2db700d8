"""Level rows: lock, read and change them; the one place where `held` and `allocated` move.

Whoever changes stock locks the products first, all in one statement in the order of their ids, so
that no two wait for each other. (SQLite has one writer at a time anyway.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, update

from shop.domain.catalogue.models import Product, Variant
from shop.domain.catalogue.statuses import ProductKind
from shop.domain.inventory.actions import telling
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.inventory.models import Allocation, AllocationState, Hold, Level
from shop.domain.inventory.rules import Place
from shop.kernel.db import session
from shop.kernel.i18n import _
from shop.kernel.quantity import Unit

Change = tuple[int, int, int, int]
"""Variant, place, and by how much `held` and `allocated` grow there."""


@dataclass(frozen=True, slots=True)
class Good:
    """What the inventory must know of a variant's product."""

    product_id: int
    unit: Unit
    physical: bool


def _locking(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(Variant.id, Variant.product_id, Product.unit, Product.kind)
        .join(Product, Product.id == Variant.product_id)
        .where(condition)
        .order_by(Product.id)
        .with_for_update(of=Product, key_share=True)
    )


_HELD = select(Hold.variant_id).where(Hold.owner == bindparam("owner"))
_ALLOCATED = select(Allocation.variant_id).where(
    Allocation.order_id == bindparam("order"), Allocation.state == AllocationState.ALLOCATED
)
_LOCKS = {
    "wanted": _locking(Variant.id.in_(bindparam("variants", expanding=True))),
    "owner": _locking(
        or_(Variant.id.in_(bindparam("variants", expanding=True)), Variant.id.in_(_HELD))
    ),
    "order": _locking(Variant.id.in_(_ALLOCATED)),
}
_FREE = Level.on_hand - Level.allocated - Level.held
_PLACES = (
    select(
        Level.variant_id, Level.location_id, _FREE.label("free"),
        func.coalesce(Hold.quantity, 0).label("own"),
    )
    .outerjoin(
        Hold,
        and_(
            Hold.owner == bindparam("owner"), Hold.variant_id == Level.variant_id,
            Hold.location_id == Level.location_id,
        ),
    )
    .where(Level.variant_id.in_(bindparam("variants", expanding=True)))
    .order_by(Level.variant_id, Level.location_id)
)  # fmt: skip
_CHANGE = (
    update(Level)
    .where(
        Level.variant_id == bindparam("variant"),
        Level.location_id == bindparam("location"),
        Level.held + bindparam("hold") >= 0,
        Level.allocated + bindparam("allocate") >= 0,
        _FREE - bindparam("hold") - bindparam("allocate") >= 0,
    )
    .values(held=Level.held + bindparam("hold"), allocated=Level.allocated + bindparam("allocate"))
)
_CHANGED = ("variant", "location", "hold", "allocate")


def lock(
    wanted: Iterable[int] = (), *, owner: str | None = None, order_id: int | None = None
) -> dict[int, Good]:
    """Lock the products of some variants, of what `owner` holds, or of what an order has."""
    which = "owner" if owner is not None else "wanted" if order_id is None else "order"
    binds = {"variants": list(wanted), "owner": owner, "order": order_id}
    rows = session().connection().execute(_LOCKS[which], binds)
    physical = ProductKind.PHYSICAL
    return {row.id: Good(row.product_id, Unit(row.unit), row.kind == physical) for row in rows}


def places(variants: Iterable[int], owner: str | None = None) -> dict[int, list[Place]]:
    """Return where the variants lie; only after they were locked is it true for longer."""
    found: dict[int, list[Place]] = {number: [] for number in variants}
    binds = {"variants": list(found), "owner": owner or ""}
    for variant, location, free, own in session().connection().execute(_PLACES, binds):
        found[variant].append(Place(variant, location, free, own))
    return found


def move(changes: Iterable[Change], goods: Mapping[int, Good]) -> None:
    """Change level rows in variant order, each guarded, and tell shoppers what they would see."""
    ordered = sorted(one for one in changes if one[2] or one[3])
    if not ordered:
        return
    binds = [dict(zip(_CHANGED, one, strict=True)) for one in ordered]
    if session().connection().execute(_CHANGE, binds).rowcount != len(binds):
        raise NotEnoughStock(_("Somebody was quicker. Look at your cart again."))
    by: dict[int, int] = {}
    for variant, _location, held, allocated in ordered:
        by[variant] = by.get(variant, 0) - held - allocated
    telling.tell({goods[number].product_id: goods[number].unit for number in by}, by)
