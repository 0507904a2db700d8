"""What can go wrong with stock."""

from __future__ import annotations

from shop.kernel.errors import Conflict


class NotEnoughStock(Conflict):
    """Less is available than was to be taken."""

    code = "INSUFFICIENT_STOCK"
