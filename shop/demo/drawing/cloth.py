"""A cloth: a pattern, its dyes and its seed, asked for colour at any point."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from shop.demo.drawing import dyes, fields
from shop.demo.drawing.fields import Field


class Print:
    """One printing of a pattern at many points: layers of dye over a ground, in linear light.

    `u` and `v` are in repeats of the pattern; `edge` is half the softness of an outline, also in
    repeats, so that lines stay crisp close up and do not shimmer from afar.
    """

    def __init__(self, u: Field, v: Field, edge: float, cloth: Cloth) -> None:
        self.u, self.v, self.edge = u, v, edge
        self.seed, self.variant, self.saying = cloth.seed, cloth.variant, cloth.saying
        self._dyes = [dyes.light(name) for name in cloth.palette]
        self.rgb = np.empty((3, *u.shape), dtype=np.float32)

    def dye(self, index: int) -> Field:
        """The palette's colour at `index`; a short palette starts over after its ground."""
        if index < len(self._dyes):
            return self._dyes[index]
        return self._dyes[1 + (index - len(self._dyes)) % max(1, len(self._dyes) - 1)]

    def ground(self, colour: int | Field) -> None:
        """Dip the whole cloth in one dye."""
        rgb = self.dye(colour) if isinstance(colour, int) else colour
        self.rgb[:] = rgb.reshape(3, *([1] * (self.rgb.ndim - 1))) if rgb.ndim == 1 else rgb

    def lay(self, colour: int | Field, cover: Field) -> None:
        """Print a dye where `cover` is above 0; 1 hides what is below."""
        rgb = self.dye(colour) if isinstance(colour, int) else colour
        for channel in range(3):
            plane = self.rgb[channel]
            plane += (rgb[channel] - plane) * cover

    def dim(self, factor: Field) -> None:
        """Multiply the light of everything printed so far."""
        self.rgb *= factor

    def inside(self, distance: Field, soft: float = 0.0) -> Field:
        """Cover of a shape by its distance, at least one pixel soft."""
        return fields.inside(distance, max(self.edge, soft))

    def line(self, distance: Field, half: float, soft: float = 0.0) -> Field:
        """Cover of an outline `half` wide to both sides of a shape's rim."""
        return self.inside(np.abs(distance) - half, soft)

    def noise(self, size: float, salt: int = 0, octaves: int = 3) -> Field:
        """The hand of the maker: -0.5 to 0.5, `size` hills for each repeat."""
        return fields.fbm(self.u * size, self.v * size, self.seed + salt, octaves) - np.float32(0.5)


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
        from shop.demo.drawing.patterns import PATTERNS

        printed = Print(u * self.scale, v * self.scale, max(unit * self.scale * 0.75, 1e-4), self)
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
