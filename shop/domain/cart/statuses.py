"""Whether a cart may still be changed."""

from __future__ import annotations

from enum import StrEnum


class CartStatus(StrEnum):
    """Open, until an order is made from it; there is no way back."""

    OPEN = "open"
    ORDERED = "ordered"
