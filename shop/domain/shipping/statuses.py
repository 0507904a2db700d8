"""What kinds of delivery there are."""

from __future__ import annotations

from enum import StrEnum


class MethodKind(StrEnum):
    """Whether goods are brought or fetched."""

    DELIVERY = "delivery"
    PICKUP = "pickup"
