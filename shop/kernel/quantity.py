"""How much of something: integers in the smallest step of a unit, as money is in minor units."""

from __future__ import annotations

from enum import StrEnum

from shop.kernel.money import Money, divide_half_up


class Unit(StrEnum):
    """What a product is counted in."""

    PIECE = "piece"
    METRE = "metre"

    @property
    def exponent(self) -> int:
        """Digits behind the point: a metre is counted in centimetres, a piece in pieces."""
        return 2 if self is Unit.METRE else 0

    @property
    def one(self) -> int:
        """One whole unit in minor steps."""
        return int(10**self.exponent)


def amount_for(price: Money, quantity: int, unit: Unit) -> Money:
    """Return what `quantity` minor steps cost at `price` a whole unit, rounded half up."""
    return Money(divide_half_up(price.minor * quantity, unit.one), price.currency)


def fits(quantity: int, step: int) -> bool:
    """Tell whether `quantity` is a positive multiple of the product's `step`."""
    return quantity > 0 and quantity % step == 0
