"""Which of a class's rates holds on a day; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Since:
    """A rate in basis points and the first day on which it holds."""

    day: date
    basis_points: int


def in_force(rates: Iterable[Since], day: date) -> int:
    """Return the rate of the latest start that is not after `day`; 0 before the first one."""
    begun = [rate for rate in rates if rate.day <= day]
    return max(begun, key=lambda rate: rate.day).basis_points if begun else 0
