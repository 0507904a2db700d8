"""What a shopper is told about a quantity, and where it is taken from: pure judgement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shop.domain.catalogue.statuses import StockState
from shop.kernel.quantity import Unit


def told(available: int, unit: Unit, low: int) -> tuple[StockState, int | None]:
    """Return the state of `available` minor steps, and how many are left where that is said.

    At `low` whole units or fewer, a product says how many are left.
    """
    if available <= 0:
        return StockState.OUT, None
    if available // unit.one <= low:
        return StockState.LOW, available
    return StockState.IN, None


def summed(wanted: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return how much is wanted of each variant, whichever lines want it."""
    sums: dict[int, int] = {}
    for variant, quantity in wanted:
        sums[variant] = sums.get(variant, 0) + quantity
    return sums


@dataclass(frozen=True, slots=True)
class Place:
    """What lies of a variant at a place: free for anybody, and kept for who asks."""

    variant_id: int
    location_id: int
    free: int
    own: int = 0


def taken_from(places: Sequence[Place], wanted: int) -> dict[int, int] | None:
    """Return how much to take at which place, or None where all of them have too little.

    First where something is kept already, then where one place has all the rest, then the fullest.
    """
    rest, taken = wanted, {}

    def order(place: Place) -> tuple[bool, bool, int, int]:
        has = place.free + place.own
        return (not place.own, has < wanted, -has, place.location_id)

    for place in sorted(places, key=order):
        part = min(place.free + place.own, rest)
        if part > 0:
            taken[place.location_id] = part
            rest -= part
    return None if rest > 0 else taken
