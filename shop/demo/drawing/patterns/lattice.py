"""A lattice of eight-point stars drawn in a bright metallic thread; or a trellis of flowers."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.fields import TAU, Field, saw, spin
from shop.demo.drawing.prints import Print


def lattice(p: Print) -> None:
    """Dyes: ground, metallic thread, star, small lights. Variants: 0 stars, 1 trellis."""
    p.ground(0)
    (_stars, _trellis)[p.variant % 2](p)
    thread = 0.90 + 0.20 * (np.sin(p.v * TAU * 46) * 0.5 + 0.5)
    calm = max(0.0, 1 - p.edge * 60)  # from afar the thread is finer than a pixel
    bright = (p.rgb.mean(axis=0) > 0.25).astype(np.float32)
    p.dim(1 + (thread - 1) * bright * calm)


def _star(x: Field, y: Field, size: float) -> Field:
    square = np.maximum(np.abs(x), np.abs(y))
    return np.minimum(square, (np.abs(x) + np.abs(y)) * 0.7071) - size


def _stars(p: Print) -> None:
    x, y = p.u - np.round(p.u), p.v - np.round(p.v)
    cx, cy = saw(p.u), saw(p.v)
    star = _star(x, y, 0.30)
    p.lay(1, p.line(star, 0.014))
    p.lay(2, p.inside(star + 0.05))
    p.lay(1, p.line(star + 0.10, 0.014))
    p.lay(0, p.inside(star + 0.135))
    p.lay(1, p.inside(_star(x, y, 0.088)))
    p.lay(3, p.inside(_star(x, y, 0.036)))
    diamond = np.abs(cx) + np.abs(cy) - 0.235
    p.lay(1, p.line(diamond, 0.017))
    p.lay(3, p.inside(diamond + 0.06))
    p.lay(1, p.inside(diamond + 0.165))
    grid = np.minimum(np.abs(cx), np.abs(cy))
    p.lay(1, p.line(grid, 0.009) * (1 - p.inside(diamond)) * (1 - p.inside(star - 0.02)))


def _trellis(p: Print) -> None:
    a, b = p.u + p.v, p.u - p.v
    bar = np.minimum(np.abs(a - np.round(a)), np.abs(b - np.round(b)))
    p.lay(1, p.inside(bar - 0.060))
    p.lay(0, p.inside(bar - 0.036))
    p.lay(3, p.inside(bar - 0.012))
    ra, rb = a - np.round(a), b - np.round(b)
    node = np.hypot(ra, rb)
    p.lay(1, p.inside(node - 0.155))
    p.lay(2, p.inside(node - 0.115))
    p.lay(3, p.inside(node - 0.050))
    x, y = saw(a), saw(b)
    along, across = spin(x, y, 4, 0.5)
    petal = (np.hypot((along - 0.150) / 0.115, across / 0.068) - 1) * 0.068
    p.lay(2, p.inside(petal))
    p.lay(1, p.line(petal, 0.013))
    along, across = spin(x, y, 4)
    p.lay(1, p.inside(np.hypot((along - 0.19) / 1.8, across) - 0.022))
    p.lay(1, p.inside(np.hypot(x, y) - 0.062))
    p.lay(3, p.inside(np.hypot(x, y) - 0.030))
