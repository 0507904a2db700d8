"""What a part reports: its promise's line, and whether the promise was kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from prove.ground import Ground

T = TypeVar("T")


@dataclass(slots=True)
class Outcome:
    """The line, exactly as the promise has it; `broken` says in words what went wrong."""

    line: str
    broken: list[str] = field(default_factory=list)
    checked: str = ""

    @property
    def kept(self) -> bool:
        """Tell whether the promise was kept."""
        return not self.broken


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a part: where, how large, by which seed."""

    ground: Ground
    scale: int
    seed: int

    def of(self, small: T, middle: T, large: T) -> T:
        """Return the size for the scale that runs."""
        return {1: small, 10: middle, 100: large}[self.scale]


Part = Callable[[Run], Outcome]
