"""Hand-drawn marks in rows, painted pale on dark: zigzags, crosses, combs, diamonds, dots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from shop.demo.drawing.fields import Field, cell, fbm, saw, smoothstep, zigzag
from shop.demo.drawing.prints import Print


def marks(p: Print) -> None:
    """Dyes: ground, marks, accents. Variant 1 sets the rows upright."""
    u, v = (p.v, p.u) if p.variant == 1 else (p.u, p.v)
    sway = 0.034 * (fbm(u * 5, v * 5, p.seed) - 0.5)
    x, y = u + sway, (v + 0.6 * sway) * 2
    row = np.floor(y)
    y = y - row - 0.5
    order = cell(np.arange(len(_ROWS), dtype=np.float32), 7.0, p.seed).argsort()
    kind = order[row.astype(np.int32) % len(_ROWS)]
    p.ground(0)
    p.dim(0.90 + 0.2 * fbm(p.u * 8, p.v * 8, p.seed + 2, 2))
    ink, accent = np.zeros_like(x), np.zeros_like(x)
    for number, draw in enumerate(_ROWS):
        here = kind == number
        mark, dot = draw(p, x, y)
        ink, accent = np.where(here, mark, ink), np.where(here, dot, accent)
    ink = np.maximum(ink, p.line(np.abs(y) - 0.46, 0.020, 0.012))
    uneven = smoothstep(0.16, 0.40, fbm(p.u * 22, p.v * 22, p.seed + 8, 2))
    p.lay(1, np.clip(ink, 0, 1) * (0.25 + 0.75 * uneven) * 0.96)
    p.lay(2, accent)


def _zigzags(p: Print, x: Field, y: Field) -> tuple[Field, Field]:
    z = zigzag(x * 3) - 0.5
    thick = p.inside(np.abs(y * 1.5 - z * 0.75) - 0.10, 0.03)
    thin = p.inside(np.abs(np.abs(y * 1.5 - z * 0.75) - 0.24) - 0.035, 0.025)
    return np.maximum(thick, thin), np.zeros_like(x)


def _circles(p: Print, x: Field, y: Field) -> tuple[Field, Field]:
    r = np.hypot(saw(x * 4) * 0.5, y)
    return p.line(r - 0.125, 0.038, 0.014), p.inside(r - 0.045, 0.014)


def _crosses(p: Print, x: Field, y: Field) -> tuple[Field, Field]:
    g = saw(x * 3) * 0.667
    cross = np.minimum(np.abs(g + y), np.abs(g - y)) - 0.036
    gap = saw(x * 3 + 0.5) * 0.667
    arms = p.inside(cross, 0.014) * p.inside(np.abs(y) - 0.27, 0.014)
    return arms, p.inside(np.hypot(gap, y) - 0.052, 0.014)


def _combs(p: Print, x: Field, y: Field) -> tuple[Field, Field]:
    bars = p.inside(np.abs(saw(x * 10)) * 0.2 - 0.036, 0.014) * p.inside(np.abs(y) - 0.27, 0.014)
    return bars, np.zeros_like(x)


def _diamonds(p: Print, x: Field, y: Field) -> tuple[Field, Field]:
    g = saw(x * 3) * 0.667
    rim = np.abs(g) + np.abs(y) - 0.27
    gap = saw(x * 3 + 0.5) * 0.667
    small = p.inside(np.abs(gap) + np.abs(np.abs(y) - 0.20) - 0.075, 0.014)
    return np.maximum(p.line(rim, 0.032, 0.014), small), p.inside(rim + 0.17, 0.014)


def _arrows(p: Print, x: Field, y: Field) -> tuple[Field, Field]:
    g = saw(x * 4)
    arrow = np.abs(g + 0.9 * np.abs(y)) - 0.075
    return p.inside(arrow, 0.03) * p.inside(np.abs(y) - 0.28, 0.014), np.zeros_like(x)


def _steps(p: Print, x: Field, y: Field) -> tuple[Field, Field]:
    g = np.abs(saw(x * 2)) * 2
    stair = np.floor(g * 5) / 5 * 0.56 - 0.28
    wide = p.inside(np.abs(y - stair) - 0.070, 0.014)
    peak = p.inside(np.hypot(saw(x * 2 + 0.5) * 0.5, y - 0.16) - 0.050, 0.014)
    return wide, peak


_ROWS: Final[tuple[Callable[[Print, Field, Field], tuple[Field, Field]], ...]] = (
    _zigzags, _circles, _crosses, _combs, _diamonds, _arrows, _steps,
)  # fmt: skip
