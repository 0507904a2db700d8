"""Ikat: threads dyed before weaving, each shifted a little, so every edge feathers."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.fields import Field, cell, noise, saw, smoothstep
from shop.demo.drawing.prints import Print

_THREADS = 90


def ikat(p: Print) -> None:
    """Dyes: ground, heart, ring, outer ring, corners. Variants: 0 diamonds, 1 flames."""
    thread = np.floor(p.u * _THREADS)
    shift = (cell(thread, 0.0, p.seed) - 0.5) * 0.075 + (
        noise(p.u * 14, p.v * 0.6, p.seed) - 0.5
    ) * 0.09
    v = p.v + shift
    feather = 0.035 + 0.03 * noise(thread, v * 3, p.seed + 1)
    if p.variant == 1:
        _flames(p, v, feather)
    else:
        _diamonds(p, v, feather)
    p.dim(0.93 + 0.14 * cell(thread, 0.0, p.seed + 5))


def _steps(p: Print, t: Field, feather: Field, layers: tuple[tuple[float, int], ...]) -> None:
    """Lay one dye after another from the middle outwards, each edge feathered."""
    soft = np.maximum(feather, p.edge)
    for limit, dye in layers:
        p.lay(dye, smoothstep(limit - soft, limit + soft, t))


def _diamonds(p: Print, v: Field, feather: Field) -> None:
    x = np.abs(saw(p.u)) * 2
    y = np.abs(saw(v * 0.72)) * 2
    t = np.round(x * 9) / 9 * 0.55 + x * 0.45 + y
    p.ground(2)
    _steps(p, t, feather, ((0.12, 1), (0.32, 0), (0.54, 2), (0.78, 0), (1.02, 3), (1.30, 4)))


def _flames(p: Print, v: Field, feather: Field) -> None:
    x = np.abs(saw(p.u * 1.5)) * 2
    x = np.round(x * 7) / 7 * 0.6 + x * 0.4
    t = v * 1.25 + x * 0.62
    t = (t - np.floor(t)).astype(np.float32)
    p.ground(0)
    _steps(p, t, feather * 0.5, ((0.14, 1), (0.30, 0), (0.36, 4), (0.56, 2), (0.80, 3), (0.87, 0)))
