"""A table runner with a bowl of fruit; in use it crosses a laid table."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import Field, cell, turn
from shop.demo.drawing.props import crockery, room
from shop.demo.drawing.studio import Canvas, Stage


def main(s: Stage) -> None:
    """From above, the length of the picture."""
    s.backdrop()
    c = s.canvas
    dx, dy = turn(c.x - 0.5, c.y - 0.62, -0.06)
    strip(c, s.cloth, dx, dy, 0.240, end=0.530, seed=s.seed)
    crockery.bowl(c, 0.555, 0.560, 0.172)


def strip(c: Canvas, cloth: Cloth, across: Field, along: Field, half: float, *, end: float,
          seed: int) -> None:  # fmt: skip
    """A long cloth `half` wide to both sides, fringed where it stops at `end`."""
    distance = np.maximum(np.abs(across) - half, along - end)
    mask = c.cover(distance)
    k = np.floor(across / half * 22)
    f = across / half * 22 - k - 0.5
    q = (along - end) / (0.050 + 0.010 * cell(k, 1.0, seed))
    lean = (cell(k, 2.0, seed) - 0.5) * 0.4 * np.clip(q, 0, 1)
    tassel = c.cover((np.abs(f - lean) - 0.30) * half / 22) * ((q > -0.02) & (q < 1))
    tassel = tassel * (np.abs(across) < half)
    c.rest(np.maximum(mask, tassel), depth=0.5, soft=0.7)
    light = 1 + 0.05 * np.sin(along * 7 + 1) - 0.05 * across / half
    palest = max(
        (cloth.dye(i) for i in range(len(cloth.palette))), key=lambda rgb: float(rgb.sum())
    )
    c.fill(tassel, palest, 0.90 + 0.10 * cell(k, 3.0, seed))
    hem = c.cover(np.abs(distance + 0.012) - 0.0011)
    c.cloth(
        mask, cloth, (across + half) / (2 * half), along / (2 * half) + 2, light * (1 - 0.25 * hem)
    )


def use(s: Stage) -> None:
    """Across a wooden table between two places."""
    room.tabletop(s, "#9C6F45")
    c = s.canvas
    strip(c, s.cloth, c.y - 0.630, c.x - 0.5, 0.170, end=2.0, seed=s.seed)
    crockery.plate(c, 0.430, 0.215, 0.205, rim="lagoon")
    crockery.plate(c, 0.430, 0.215, 0.130)
    crockery.plate(c, 0.570, 1.055, 0.205, rim="lagoon")
    crockery.plate(c, 0.570, 1.055, 0.130)
    crockery.bowl(c, 0.470, 0.630, 0.128)
    crockery.cup(c, 0.800, 0.285, 0.078)
    crockery.cup(c, 0.185, 0.985, 0.078)
