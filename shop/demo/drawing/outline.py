"""Free outlines: smooth curves through a few points, and the light that rounds a flat shape."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.fields import Field, smoothstep
from shop.demo.drawing.studio import Canvas, Point, blurred


def curve(points: list[Point], steps: int = 8) -> list[Point]:
    """A closed curve through the points (Catmull-Rom)."""
    p = np.array(points, dtype=np.float64)
    before, after, next_but_one = np.roll(p, 1, 0), np.roll(p, -1, 0), np.roll(p, -2, 0)
    out = []
    for t in np.linspace(0, 1, steps, endpoint=False):
        q = 0.5 * (
            2 * p + (after - before) * t + (2 * before - 5 * p + 4 * after - next_but_one) * t**2
            + (3 * p - before - 3 * after + next_but_one) * t**3
        )  # fmt: skip
        out.append(q)
    stacked = np.stack(out, axis=1).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in stacked]


def mirrored(points: list[Point], x: float) -> list[Point]:
    """The right half's points, top to bottom, closed by their mirror image about x."""
    return points + [(2 * x - px, py) for px, py in reversed(points)]


def rounding(c: Canvas, mask: Field, radius: float) -> Field:
    """0 at the rim of a shape to 1 inside it, over about `radius`: for shading its edges."""
    step = max(1, min(6, int(radius / c.unit / 3)))
    small = mask[::step, ::step]
    soft = blurred(small, radius / c.unit / step)
    soft = np.repeat(np.repeat(soft, step, axis=0), step, axis=1)[: mask.shape[0], : mask.shape[1]]
    return smoothstep(0.45, 1.0, soft)
