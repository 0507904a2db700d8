"""A cloth: a pattern, its dyes and its seed, asked for colour at any point."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shop.demo.drawing import dyes
from shop.demo.drawing.fields import Field
from shop.demo.drawing.patterns import PATTERNS
from shop.demo.drawing.prints import Print


@dataclass(frozen=True, slots=True)
class Cloth:
    """What a product is made of. `scale` is pattern repeats for each width of the thing."""

    family: str
    palette: tuple[str, ...]
    scale: float
    seed: int
    variant: int = 0
    saying: str = ""
    weave: float = 1.0  # how much the threads show; 0 for none

    def colour(self, u: Field, v: Field, unit: float) -> Field:
        """Linear light at points of the cloth; `unit` is cloth widths for each pixel."""
        edge = max(unit * self.scale * 0.75, 1e-4)
        printed = Print(
            u * self.scale,
            v * self.scale,
            edge,
            palette=self.palette,
            seed=self.seed,
            variant=self.variant,
            saying=self.saying,
        )
        PATTERNS[self.family](printed)
        return printed.rgb

    def dye(self, index: int) -> Field:
        """A colour of the palette for trims: piping, fringe, handles."""
        return dyes.light(self.palette[index % len(self.palette)])

    def scaled(self, factor: float) -> Cloth:
        """The same cloth with its pattern `factor` times as dense."""
        return self if self.family == "kanga" else replace(self, scale=self.scale * factor)

    @property
    def plain(self) -> Field:
        """The dye that covers most of it, for linings and backs."""
        return self.dye(0)
