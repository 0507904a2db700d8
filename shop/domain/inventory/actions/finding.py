"""Find where to take what is wanted, from products that are locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shop.domain.inventory.actions import levels
from shop.domain.inventory.actions.deadlines import release_due
from shop.domain.inventory.actions.levels import Good
from shop.domain.inventory.errors import NotEnoughStock, Shortage
from shop.domain.inventory.rules import taken_from
from shop.kernel.i18n import _

Parts = dict[tuple[int, int], int]
"""How much of a variant at a place."""


@dataclass(slots=True)
class Found:
    """What to take where, what who asks holds already, and what there is too little of."""

    taken: Parts = field(default_factory=dict)
    own: Parts = field(default_factory=dict)
    short: list[Shortage] = field(default_factory=list)


def find(wanted: Mapping[int, int], goods: Mapping[int, Good], owner: str | None) -> Found:
    """Return how to take `wanted` from the locked `goods`; what `owner` holds is there for it.

    Digital products are left out. Raises `NotEnoughStock` with every shortage; before it does, it
    gives back what others hold past their deadline.
    """
    physical = {n: q for n, q in wanted.items() if n not in goods or goods[n].physical}
    found = _look(physical, goods, owner)
    if found.short and release_due([one.variant_id for one in found.short], goods, owner):
        found = _look(physical, goods, owner)
    if found.short:
        sentence = _("There is less left than you want. Look at your cart again.")
        raise NotEnoughStock(sentence, shortages=found.short)
    return found


def _look(wanted: Mapping[int, int], goods: Mapping[int, Good], owner: str | None) -> Found:
    found = Found()
    places = levels.places(wanted.keys() | goods.keys(), owner)
    for variant, some in sorted(places.items()):
        found.own |= {(variant, place.location_id): place.own for place in some if place.own}
        quantity = wanted.get(variant, 0)
        parts = taken_from(some, quantity)
        if parts is None:
            available = sum(place.free + place.own for place in some)
            found.short.append(Shortage(variant, quantity, available))
        else:
            found.taken |= {(variant, location): part for location, part in parts.items()}
    return found
