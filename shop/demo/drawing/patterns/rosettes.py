"""Pin-dot rosettes: flowers and rings made of tiny discharged dots on one deep dye."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.fields import Field, spin
from shop.demo.drawing.prints import Print

_TALL = 1.7320508


def rosettes(p: Print) -> None:
    """Dyes: ground, dots, petals. Variants: 0 rosettes in a honeycomb, 1 dotted squares."""
    p.ground(0)
    if p.variant == 1:
        _squares(p)
    else:
        _honeycomb(p)


def _dots(
    p: Print, x: Field, y: Field, rings: tuple[tuple[float, int, float, float], ...]
) -> Field:
    """Rings of dots: radius, how many, size of a dot, turned by part of a step."""
    cover = np.zeros_like(x)
    for radius, count, size, phase in rings:
        along, across = spin(x, y, count, phase)
        cover = np.maximum(cover, p.inside(np.hypot(along - radius, across) - size))
    return cover


def _honeycomb(p: Print) -> None:
    near = p.u - np.round(p.u), p.v - np.round(p.v / _TALL) * _TALL
    half = (p.v - _TALL / 2) / _TALL
    far = p.u - 0.5 - np.round(p.u - 0.5), (half - np.round(half)) * _TALL
    nearer = np.hypot(*near) < np.hypot(*far)
    x, y = np.where(nearer, near[0], far[0]), np.where(nearer, near[1], far[1])
    along, across = spin(x, y, 12)
    petal = (np.hypot((along - 0.265) / 0.085, across / 0.037) - 1) * 0.037
    p.lay(2, p.inside(petal))
    p.lay(1, p.line(petal, 0.0065))
    p.lay(1, p.inside(np.hypot(along - 0.275, across) - 0.010))
    rings = ((0.08, 6, 0.019, 0.0), (0.148, 12, 0.016, 0.5), (0.385, 36, 0.0125, 0.0),
             (0.430, 36, 0.010, 0.5))  # fmt: skip
    p.lay(1, _dots(p, x, y, rings))
    p.lay(1, p.inside(np.hypot(x, y) - 0.034))


def _squares(p: Print) -> None:
    x, y = p.u - np.round(p.u), p.v - np.round(p.v)
    rim = np.abs(x) + np.abs(y)
    step = 22.0
    gx, gy = (x + y) * step / 2, (x - y) * step / 2
    grid = np.hypot(gx - np.round(gx), gy - np.round(gy)) / step * 1.4142
    frame = p.inside(np.abs(rim - 0.455) - 0.06)
    p.lay(1, p.inside(grid - 0.016) * frame)
    along, across = spin(x, y, 8)
    petal = (np.hypot((along - 0.175) / 0.095, across / 0.045) - 1) * 0.045
    p.lay(2, p.inside(petal))
    p.lay(1, p.line(petal, 0.008))
    p.lay(1, p.inside(np.hypot(along - 0.185, across) - 0.012))
    rings = ((0.060, 8, 0.013, 0.5), (0.300, 16, 0.013, 0.5))
    p.lay(1, _dots(p, x, y, rings))
    p.lay(1, p.inside(np.hypot(x, y) - 0.030))
    cx, cy = p.u - np.floor(p.u) - 0.5, p.v - np.floor(p.v) - 0.5
    p.lay(1, _dots(p, cx, cy, ((0.055, 4, 0.016, 0.0), (0.115, 8, 0.012, 0.5))))
    p.lay(2, p.inside(np.hypot(cx, cy) - 0.024))
