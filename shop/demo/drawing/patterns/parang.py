"""Parang: slanted S-shaped blades in diagonal bands, parted by rows of small diamonds."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.fields import cell, saw
from shop.demo.drawing.patterns._wax import crackle
from shop.demo.drawing.prints import Print

_HALF = 0.7071


def parang(p: Print) -> None:
    """Dyes: ground, blades, edges of the bands, the eye in each blade."""
    sway = 0.014 * p.noise(4)
    along = (p.u + p.v) * _HALF * 1.25 + sway
    across = (p.v - p.u) * _HALF * 1.25
    row = np.floor(across)
    y = across - row - 0.5
    band = p.inside(np.abs(y) - 0.395)
    shift = 0.5 * cell(row, 0.0, p.seed)
    f = saw(along * 1.55 + shift + 0.30 * np.sin(y * np.pi * 2.3))
    blade = np.abs(f) - (0.30 - 0.30 * np.abs(y) ** 1.5)
    p.ground(0)
    p.lay(1, p.inside(blade, 0.012) * band)
    p.lay(0, p.line(blade + 0.080, 0.020, 0.010) * band)
    p.lay(3, p.inside(np.hypot(f * 0.8, y) - 0.085, 0.010) * band)
    p.lay(0, p.inside(np.hypot(f * 0.8, y) - 0.032, 0.010) * band)
    p.lay(2, p.line(np.abs(y) - 0.425, 0.020))
    gap = np.abs(y) - 0.5
    p.lay(1, p.inside(np.abs(saw(along * 3.2)) * 0.31 + np.abs(gap) - 0.050))
    crackle(p, 0.35)
