"""What a shopper is told about a quantity: pure judgement."""

from __future__ import annotations

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
