"""What can go wrong with stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.kernel.errors import Conflict


@dataclass(frozen=True, slots=True)
class Shortage:
    """Of a variant, `available` minor steps are there where `wanted` were to be taken."""

    variant_id: int
    wanted: int
    available: int


class NotEnoughStock(Conflict):
    """Less is available than was to be taken."""

    code = "INSUFFICIENT_STOCK"

    def __init__(
        self, sentence: str, *, field: str | None = None, shortages: Sequence[Shortage] = ()
    ) -> None:
        super().__init__(sentence, field=field)
        self.shortages = tuple(shortages)
