"""A throw with a fringe over a blanket ladder; in use it lies across a sofa."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.fields import smoothstep
from shop.demo.drawing.objects._hung import Hang, hung
from shop.demo.drawing.props import room, timber
from shop.demo.drawing.studio import Stage


def main(s: Stage) -> None:
    """Folded over the upper rung, the fringe below."""
    s.backdrop()
    c = s.canvas
    for x, lean in ((0.100, 0.0), (0.900, 0.0)):
        part = c.window(x - 0.06, 0, x + 0.09, 1.25)
        shape = part.cover(np.abs(part.x - x - lean) - 0.0155)
        part.shadow(shape, 0.018, 0.02, 0.012, 0.30)
        light = 1.08 - 14 * (part.x - x)
        part.fill(
            shape, dyes.light(timber.TEAK), light * timber.grain(part, part.y * 1.5, part.x * 1.5)
        )
    for y in (1.150, 0.640):
        timber.rod(c, 0.100, 0.900, y, 0.0125)
    back = Hang(0.185, 0.150, 0.835, 0.720, folds=2.4, depth=0.08)
    hung(c, s.cloth, back, s.seed + 3)
    hung(c, s.cloth, Hang(0.165, 0.136, 0.825, 0.975, folds=2.9, depth=0.17, fringe=0.085), s.seed)
    roll = c.window(0.1, 0.11, 0.9, 0.20)
    roll.shade(
        1 + 0.10 * np.exp(-(((roll.y - 0.142) / 0.010) ** 2)) * _between(roll.x, 0.165, 0.825)
    )
    timber.rod(c, 0.100, 0.163, 0.142, 0.0125)
    timber.rod(c, 0.827, 0.900, 0.142, 0.0125)


def _between(x: np.ndarray, low: float, high: float) -> np.ndarray:
    return ((x > low) & (x < high)).astype(np.float32)


def use(s: Stage) -> None:
    """Over the back and seat of a sofa, its fringe hanging in front."""
    room.wall(s, 1.085)
    c = s.canvas
    room.window_light(c, 0.30, 0.30, 1.0)
    room.sofa(s, dyes.light("#D8D2C6"))
    left, right = 0.175, 0.505
    c.shadow(
        c.cover(np.maximum(np.abs(c.x - 0.34) - 0.16, np.maximum(0.52 - c.y, c.y - 1.02))),
        0.01,
        0.012,
        0.012,
        0.30,
    )
    hang = Hang(left, 0.505, right, 1.020, folds=1.7, depth=0.15, fringe=0.060, shadow=0.4)
    hung(c, s.cloth.scaled(0.62), hang, s.seed + 5)
    part = c.window(left - 0.01, 0.50, right + 0.01, 1.03)
    seat = smoothstep(0.800, 0.850, part.y) * (1 - smoothstep(0.955, 0.975, part.y))
    crease = np.exp(-(((part.y - 0.835) / 0.018) ** 2)) * 0.30
    front = smoothstep(0.945, 0.985, part.y) * 0.14
    top = np.exp(-(((part.y - 0.512) / 0.012) ** 2)) * 0.12
    inner = _between(part.x, left + 0.004, right - 0.004)
    part.shade(1 + inner * (0.07 * seat - crease - front + top))
