"""A dressmaker's form on its stand."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.fields import Field, fbm, segment
from shop.demo.drawing.outline import curve, mirrored, rounding
from shop.demo.drawing.props import crockery, timber
from shop.demo.drawing.studio import Canvas, Point

_HALF: tuple[Point, ...] = (
    (0.040, 0.180), (0.050, 0.235), (0.125, 0.275), (0.178, 0.305), (0.185, 0.345), (0.160, 0.400),
    (0.158, 0.470), (0.150, 0.540), (0.122, 0.625), (0.125, 0.680), (0.172, 0.780), (0.180, 0.835),
)  # fmt: skip


def torso(c: Canvas, x: float, y: float = 0.0, size: float = 1.0, tone: str = "#CBBFA9") -> Field:
    """The form's linen body with its pole and foot; returns the body's cover."""
    pole = (x, y + 0.80 * size)
    foot = y + 1.155 * size
    for side in (-0.155, 0.155):
        timber.leg(c, (x, foot - 0.10 * size), (x + side * size, foot), 0.011 * size, timber.WALNUT)
    timber.leg(c, pole, (x, foot - 0.04 * size), 0.014 * size, timber.WALNUT)
    outline = curve(mirrored([(x + px * size, y + py * size) for px, py in _HALF], x))
    mask = c.polygon(outline)
    c.shadow(mask, 0.030, 0.026, 0.034, 0.30)
    across = (c.x - x) / (0.19 * size)
    light = 0.74 + 0.30 * rounding(c, mask, 0.050 * size) - 0.14 * across
    linen = 1 + 0.05 * (fbm(c.x * 60, c.y * 60, 8, 2) - 0.5)
    c.fill(mask, dyes.light(tone), light * linen)
    seam = c.cover(np.abs(c.x - x) - 0.0010) * mask
    c.shade(1 - 0.16 * seam)
    crockery.turned(c, x, ((y + 0.120 * size, 0.010 * size), (y + 0.140 * size, 0.026 * size),
                           (y + 0.165 * size, 0.020 * size), (y + 0.188 * size, 0.041 * size)),
                    timber.WALNUT)  # fmt: skip
    return mask


def top(c: Canvas, x: float, y: float, size: float, colour: Field) -> None:
    """A plain sleeveless top on the form, so that a skirt does not hang alone."""
    points = [(0.072, 0.248), (0.118, 0.272), (0.135, 0.330), (0.163, 0.400), (0.161, 0.470),
              (0.153, 0.540), (0.127, 0.620), (0.128, 0.690)]  # fmt: skip
    shape = [(x + 0.030 * size, y + 0.300 * size)] + [
        (x + a * size, y + b * size) for a, b in points
    ]
    mask = c.polygon(curve(mirrored(shape, x), 6))
    light = 0.72 + 0.34 * rounding(c, mask, 0.045 * size) - 0.14 * (c.x - x) / (0.19 * size)
    gather = (
        0.04 * np.sin((c.x - x) * 90 / size) * np.clip((c.y - y - 0.5 * size) / (0.12 * size), 0, 1)
    )
    c.fill(mask, colour, light + gather)


def tied(c: Canvas, x: float, y: float, to: Point, thick: float, colour: Field) -> None:
    """One end of a tied band."""
    mask = c.cover(segment(c.x, c.y, (x, y), to) - thick)
    c.shadow(mask, 0.004, 0.008, 0.006, 0.30)
    c.fill(mask, colour, 1.0)
