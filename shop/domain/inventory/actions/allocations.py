"""Allocations: stock that belongs to an order."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, insert, update

from shop.domain.inventory.actions import levels
from shop.domain.inventory.actions.finding import find
from shop.domain.inventory.actions.holds import DROP
from shop.domain.inventory.models import Allocation, AllocationState
from shop.kernel.db import session

_RELEASE = (
    update(Allocation)
    .where(
        Allocation.order_id == bindparam("order"),
        Allocation.state == AllocationState.ALLOCATED,
        Allocation.variant_id.in_(bindparam("variants", expanding=True)),
    )
    .values(state=AllocationState.RELEASED)
    .returning(Allocation.variant_id, Allocation.location_id, Allocation.quantity)
    .execution_options(synchronize_session=False)
)


def allocate(order_id: int, wanted: Mapping[int, int], owner: str | None = None) -> None:
    """Allocate `wanted` (variant id to minor steps) to an order, using up the holds of `owner`.

    Nothing is taken where there is not enough: `NotEnoughStock`, with its shortages. Digital
    products are left out. The order's row must be there.
    """
    goods = levels.lock(wanted, owner=owner)
    found = find(wanted, goods, owner)
    here = session().connection()
    if found.own:
        here.execute(DROP, {"mine": owner, "variants": list(goods)})
    if found.taken:
        here.execute(
            insert(Allocation),
            [
                {
                    "order_id": order_id, "variant_id": variant, "location_id": location,
                    "quantity": quantity, "state": AllocationState.ALLOCATED,
                }
                for (variant, location), quantity in sorted(found.taken.items())
            ],
        )  # fmt: skip
    keys = found.taken.keys() | found.own.keys()
    levels.move([(*key, -found.own.get(key, 0), found.taken.get(key, 0)) for key in keys], goods)


def release(order_id: int) -> bool:
    """Give back what an order has; False where it has nothing (any more).

    Each row goes from allocated to released once, whoever asks how often.
    """
    goods = levels.lock(order_id=order_id)
    binds = {"order": order_id, "variants": list(goods)}
    rows = session().connection().execute(_RELEASE, binds).all() if goods else []
    levels.move([(variant, place, 0, -quantity) for variant, place, quantity in rows], goods)
    return bool(rows)
