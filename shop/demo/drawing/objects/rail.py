"""Cloth on a wooden rail; in use it dries on a line in the sun."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.fields import box, smoothstep
from shop.demo.drawing.objects._hung import Hang, hung
from shop.demo.drawing.props import timber
from shop.demo.drawing.studio import Canvas, Stage


def main(s: Stage) -> None:
    """Hung on a rail before a plain wall."""
    s.backdrop()
    hung(s.canvas, s.cloth, Hang(0.14, 0.135, 0.86, 1.095), s.seed)
    timber.rod(s.canvas, 0.07, 0.93, 0.130, 0.0125)


def on_line(s: Stage) -> None:
    """Pegged to a line between two plain cloths, under an open sky."""
    c = s.canvas
    _sky(c)
    rope = 0.150 + 0.028 * (1 - ((c.x - 0.5) / 0.5) ** 2)
    plain = [s.cloth.dye(i) for i in (1, 2)]
    for left, right, colour, drop in (
        (-0.30, 0.055, plain[0], 0.80),
        (0.945, 1.30, plain[1], 0.66),
    ):
        mask = c.cover(np.maximum(np.abs(c.x - (left + right) / 2) - (right - left) / 2,
                                  np.maximum(0.152 - c.y, c.y - drop)))  # fmt: skip
        c.shadow(mask, 0.0, 0.02, 0.03, 0.10)
        c.fill(mask, colour, 0.98 + 0.05 * np.sin(c.x * 60) - 0.08 * smoothstep(0, 1, c.y))
    hung(
        c,
        s.cloth,
        Hang(0.155, 0.178, 0.845, 1.098, folds=2.6, depth=0.17, sag=0.014, shadow=0.6),
        s.seed + 1,
    )
    c.fill(
        c.cover(np.abs(c.y - rope) - 0.0042),
        dyes.light("bone"),
        0.92 + 0.10 * np.sin((c.x + c.y) * 900),
    )
    for x in (0.170, 0.5, 0.830, 0.030, 0.970):
        _clothes_peg(c, x, 0.150 + 0.028 * (1 - ((x - 0.5) / 0.5) ** 2))


def _sky(c: Canvas) -> None:
    share = smoothstep(-0.1, 1.2, c.y)
    top, low = dyes.light("#A9CBE8"), dyes.light("#EDF3F2")
    for channel in range(3):
        c.rgb[channel] = top[channel] * (1 - share) + low[channel] * share
    far = 1.135 + 0.018 * np.sin(c.x * 5 + 1) + 0.010 * np.sin(c.x * 13)
    near = 1.185 + 0.014 * np.sin(c.x * 7 + 4)
    c.fill(c.cover(far - c.y), dyes.light("#A5BFA2"))
    c.fill(c.cover(near - c.y), dyes.light("#7FA07C"))


def _clothes_peg(c: Canvas, x: float, y: float) -> None:
    part = c.window(x - 0.04, y - 0.06, x + 0.05, y + 0.09)
    mask = part.cover(box(part.x - x, part.y - y - 0.008, 0.0105, 0.040, 0.006))
    part.shadow(mask, 0.004, 0.006, 0.005, 0.35)
    part.fill(mask, dyes.light(timber.OAK), 1.12 - 14 * (part.x - x))
    part.fill(part.cover(box(part.x - x, part.y - y, 0.0125, 0.0040)), dyes.light("#9A9A96"))
    part.fill(part.cover(np.abs(part.x - x) - 0.0008) * mask, dyes.light("cocoa"), 0.9)
