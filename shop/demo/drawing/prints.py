"""A print: layers of dye laid over a ground at many points of a pattern."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shop.demo.drawing import dyes, fields
from shop.demo.drawing.fields import Field


class Print:
    """One printing of a pattern at many points: layers of dye over a ground, in linear light.

    `u` and `v` are in repeats of the pattern; `edge` is half the softness of an outline, also in
    repeats, so that lines stay crisp close up and do not shimmer from afar.
    """

    def __init__(
        self,
        u: Field,
        v: Field,
        edge: float,
        *,
        palette: Sequence[str],
        seed: int,
        variant: int = 0,
        saying: str = "",
    ) -> None:
        self.u, self.v, self.edge = u, v, edge
        self.seed, self.variant, self.saying = seed, variant, saying
        self._dyes = [dyes.light(name) for name in palette]
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
