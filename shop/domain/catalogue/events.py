"""What the catalogue announces."""

from __future__ import annotations

from dataclasses import dataclass

from shop.kernel.events import Event


@dataclass(frozen=True)
class ProductChanged(Event):
    """A product's copy, categories, prices or publication changed."""

    product_id: int
