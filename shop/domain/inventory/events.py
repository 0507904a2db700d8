"""What the inventory announces."""

from __future__ import annotations

from dataclasses import dataclass

from shop.kernel.events import Event


@dataclass(frozen=True)
class StockRanLow(Event):
    """Little is left of a variant: `available` minor steps."""

    variant_id: int
    available: int
