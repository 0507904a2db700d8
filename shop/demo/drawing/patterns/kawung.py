"""Kawung: ovals in fours. Overlapping circles, or petals set on the diagonal."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.fields import fbm, saw, spin
from shop.demo.drawing.patterns._wax import crackle
from shop.demo.drawing.prints import Print


def kawung(p: Print) -> None:
    """Dyes: ground, petal, heart of the petal, small dots. Variant 1 sets petals diagonally."""
    if p.variant == 1:
        _petals(p)
    else:
        _circles(p)
    crackle(p)


def _circles(p: Print) -> None:
    sway = 0.008 * (fbm(p.u * 3, p.v * 3, p.seed) - 0.5)
    x, y = p.u - np.floor(p.u) + sway, p.v - np.floor(p.v) + sway
    corners = [np.hypot(x - a, y - b) for a, b in ((0, 0), (1, 0), (0, 1), (1, 1))]
    pairs = ((0, 1), (2, 3), (0, 2), (1, 3))
    lens = np.min([np.maximum(corners[a], corners[b]) for a, b in pairs], axis=0) - 0.7071 + 0.035
    p.ground(0)
    p.lay(1, p.inside(lens))
    p.lay(0, p.line(lens + 0.058, 0.010))
    p.lay(2, p.inside(lens + 0.112))
    for a, b in ((0.5, 0.0), (0.5, 1.0), (0.0, 0.5), (1.0, 0.5)):
        for shift in (-0.22, 0.22):
            dx, dy = (x - a - shift, y - b) if b in (0.0, 1.0) else (x - a, y - b - shift)
            p.lay(0, p.inside(np.hypot(dx, dy) - 0.026))
    node = np.min(corners, axis=0)
    p.lay(3, p.inside(node - 0.080))
    p.lay(1, p.line(node - 0.080, 0.012))
    p.lay(1, p.inside(node - 0.030))
    cx, cy = x - 0.5, y - 0.5
    along, across = spin(cx, cy, 4, 0.5)
    p.lay(1, p.inside(np.hypot((along - 0.085) / 1.9, across) - 0.022))
    p.lay(2, p.inside(np.hypot(cx, cy) - 0.030))


def _petals(p: Print) -> None:
    sway = 0.010 * (fbm(p.u * 3, p.v * 3, p.seed) - 0.5)
    x, y = saw(p.u) + sway, saw(p.v) - sway
    along, across = spin(x, y, 4, 0.5)
    along = along - 0.345
    petal = (np.hypot(along / 0.275, across / 0.165) - 1) * 0.165
    p.ground(0)
    p.lay(1, p.inside(petal))
    p.lay(0, p.line(petal + 0.034, 0.009))
    p.lay(2, p.inside(petal + 0.085))
    p.lay(0, p.inside(np.hypot(np.abs(along) - 0.075, across) - 0.026))
    p.lay(3, p.inside(np.abs(x) + np.abs(y) - 0.085))
    p.lay(1, p.line(np.abs(x) + np.abs(y) - 0.085, 0.011))
    side, off = spin(x, y, 4)
    p.lay(3, p.inside(np.hypot(side - 0.5, off) - 0.070))
    p.lay(1, p.line(np.hypot(side - 0.5, off) - 0.070, 0.012))
    p.lay(1, p.inside(np.abs(off) - 0.008) * p.inside(np.abs(side - 0.26) - 0.10))
