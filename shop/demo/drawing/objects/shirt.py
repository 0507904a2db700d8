"""A short-sleeved shirt on a hanger; folded with its collar up; in use on a peg rail."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import Field, box, smoothstep, turn
from shop.demo.drawing.folds import crumple, hanging
from shop.demo.drawing.objects import tote
from shop.demo.drawing.outline import curve, rounding
from shop.demo.drawing.props import room, timber, tools
from shop.demo.drawing.studio import Canvas, Point, Stage

_BODY: tuple[Point, ...] = (
    (0.075, 0.060), (0.150, 0.088), (0.222, 0.120), (0.232, 0.200), (0.226, 0.300), (0.224, 0.480),
    (0.228, 0.660), (0.236, 0.800), (0.170, 0.818), (0.080, 0.826), (0.0, 0.828),
)  # fmt: skip
_SLEEVE: tuple[Point, ...] = (
    (0.180, 0.097), (0.222, 0.112), (0.252, 0.130), (0.276, 0.155), (0.312, 0.215), (0.352, 0.292),
    (0.384, 0.352), (0.262, 0.408), (0.240, 0.365), (0.222, 0.325), (0.205, 0.210),
)  # fmt: skip


def main(s: Stage) -> None:
    """On a wooden hanger before a plain wall."""
    s.backdrop()
    tools.hanger(s.canvas, 0.5, 0.240, 0.200, 0.050)
    garment(s.canvas, s.cloth, 0.5, 0.165, 1.08, seed=s.seed)


def garment(c: Canvas, cloth: Cloth, x: float, y: float, size: float, *, seed: int) -> None:
    """The shirt by the middle of its neck and its size."""
    _neck(c, cloth, x, y, size)
    for side in (-1, 1):
        _sleeve(c, cloth, x, y, size, side)
    right = [(x + a * size, y + b * size) for a, b in _BODY]
    left = [(2 * x - a, b) for a, b in reversed(right[:-1])]
    dip = [
        (x - 0.046 * size, y + 0.130 * size),
        (x, y + 0.185 * size),
        (x + 0.046 * size, y + 0.130 * size),
    ]
    mask = c.polygon([*_eased(right), *_eased(left), *dip])
    c.rest(mask, depth=0.8)
    t = (c.x - x) / (0.47 * size) + 0.5
    down = np.clip((c.y - y) / (0.83 * size), 0, 1)
    folds = hanging(t, down, seed, count=2.3, drift=0.5)
    light = folds.light(0.20) ** (0.3 + 0.7 * down) * (
        0.80 + 0.24 * rounding(c, mask, 0.022 * size)
    )
    light = light * (1.04 - 0.06 * (t - 0.5)) + 0.10 * crumple(c.x, c.y, seed, 2.2)
    hem = np.abs(c.y - y - (0.812 - 0.008 * np.cos((c.x - x) * 8)) * size)
    c.cloth(
        mask,
        cloth,
        t + 0.005 * folds.slope,
        (c.y - y) / (0.47 * size),
        light * (1 - 0.2 * c.cover(hem - 0.0011)),
    )
    c.fill(
        c.cover(box(c.x - x, c.y - y - 0.503 * size, 0.017 * size, 0.322 * size)),
        _lining(cloth),
        light,
    )
    _front(c, cloth, x, y, size)
    for side in (-1, 1):
        _collar(c, cloth, x, y, size, side)


def _eased(points: list[Point]) -> list[Point]:
    """Shoulders and sides as soft lines: each point with two between it and the next."""
    p = np.array(points)
    t = np.linspace(0, 1, len(p) * 4)
    place = np.linspace(0, 1, len(p))
    return [
        (float(a), float(b))
        for a, b in zip(np.interp(t, place, p[:, 0]), np.interp(t, place, p[:, 1]), strict=True)
    ]


def _neck(c: Canvas, cloth: Cloth, x: float, y: float, size: float) -> None:
    """The inside of the back, seen through the open neck."""
    points = [
        (-0.080, 0.050),
        (0.0, 0.028),
        (0.080, 0.050),
        (0.060, 0.150),
        (0.0, 0.200),
        (-0.060, 0.150),
    ]
    mask = c.polygon(curve([(x + a * size, y + b * size) for a, b in points]))
    c.cloth(mask, cloth, c.x * 2 + 0.3, c.y * 2, 0.42)


def _sleeve(c: Canvas, cloth: Cloth, x: float, y: float, size: float, side: int) -> None:
    mask = c.polygon([(x + side * a * size, y + b * size) for a, b in _SLEEVE])
    c.rest(mask, depth=0.6)
    u, v = turn((c.x - x) * side, c.y - y, 0.55)
    light = (0.76 + 0.26 * rounding(c, mask, 0.026 * size)) * (1.02 - 0.05 * side)
    light = light + 0.07 * np.sin((u * 0.9 + v * 0.5) * 26 / size)
    cuff = turn((c.x - x) * side - 0.354 * size, c.y - y - 0.346 * size, -0.45)
    stitch = c.cover(np.abs(cuff[1] + 0.018 * size) - 0.0011)
    c.cloth(mask, cloth, u / (0.47 * size) + 0.2, v / (0.47 * size), light * (1 - 0.2 * stitch))


def _front(c: Canvas, cloth: Cloth, x: float, y: float, size: float) -> None:
    """Button band, buttons and a pocket."""
    low, high = y + 0.178 * size, y + 0.828 * size
    part = c.window(x - 0.25 * size, y, x + 0.25 * size, high)
    for offset, strength in ((0.016, 0.30), (-0.016, 0.14)):
        seam = np.exp(-(((part.x - x - offset * size) / 0.0018) ** 2)) * (part.y > low)
        part.shade(1 - strength * seam)
    pocket = box(
        part.x - x - 0.118 * size, part.y - y - 0.315 * size, 0.056 * size, 0.062 * size, 0.006
    )
    part.shade(1 - 0.30 * np.exp(-((pocket / 0.0022) ** 2)) + 0.05 * part.cover(pocket))
    dark = dyes.brightness(cloth.plain) < 0.35
    for number in range(6):
        by = low + (0.035 + number * 0.108) * size
        dot = c.window(x - 0.03, by - 0.03, x + 0.03, by + 0.03)
        mask = dot.cover(np.hypot(dot.x - x, dot.y - by) - 0.0092 * size)
        dot.shadow(mask, 0.002, 0.004, 0.004, 0.40)
        dot.fill(mask, dyes.light("bone" if dark else "henna"), 1.05 - 9 * (dot.y - by))
        holes = dot.cover(np.abs(np.abs(dot.x - x) - 0.0026) + np.abs(dot.y - by) - 0.0013)
        dot.fill(holes, dyes.light("cocoa"), 0.8)


def _collar(c: Canvas, cloth: Cloth, x: float, y: float, size: float, side: int) -> None:
    points = [(0.088, 0.042), (0.112, 0.076), (0.128, 0.150), (0.092, 0.176), (0.030, 0.205),
              (0.012, 0.200), (0.048, 0.130), (0.072, 0.066)]  # fmt: skip
    mask = c.polygon([(x + side * a * size, y + b * size) for a, b in points])
    c.shadow(mask, 0.003, 0.009, 0.008, 0.36)
    light = (0.70 + 0.36 * rounding(c, mask, 0.012 * size)) * (1.10 - 0.06 * side)
    c.fill(mask, _lining(cloth), light)
    within = [(0.070 + (a - 0.070) * 0.86, 0.125 + (b - 0.125) * 0.90) for a, b in points]
    seam = np.abs(c.polygon([(x + side * a * size, y + b * size) for a, b in within]) - 0.5)
    c.shade(1 - 0.20 * (1 - smoothstep(0.30, 0.50, seam)) * mask)


def _lining(cloth: Cloth) -> Field:
    """Collar and buttonhole band are cut from plain cloth in the ground's dye."""
    return cloth.plain


def folded(s: Stage) -> None:
    """Folded for the shelf, collar at the top, a band around it."""
    s.backdrop()
    c, x, y = s.canvas, 0.5, 0.245
    for grow in (0.010, 0.0):
        mask = c.cover(box(c.x - x - grow * 0.6, c.y - 0.665 - grow, 0.285, 0.405, 0.030))
        c.rest(mask, depth=0.9 if grow else 0.1, soft=0.8)
        _flat(c, s.cloth, mask, x, y, 0.84 if grow else 1.0, s.seed)
    size = 1.25
    _neck(c, s.cloth, x, y - 0.01, size)
    _front(c.window(0.2, 0, 0.8, 1.05), s.cloth, x, y - 0.01, size)
    for side in (-1, 1):
        _collar(c, s.cloth, x, y - 0.01, size, side)
    band = c.cover(np.maximum(np.abs(c.y - 0.850) - 0.058, np.abs(c.x - x) - 0.288))
    c.shadow(band, 0.002, 0.006, 0.008, 0.30)
    c.fill(band, dyes.light("calico"), 1.0 - 0.14 * ((c.x - x) / 0.29) ** 8)
    tools.written(c, x, 0.850, 0.040, dyes.light("ink"))


def _flat(c: Canvas, cloth: Cloth, mask: Field, x: float, y: float, base: float, seed: int) -> None:
    light = base * (0.80 + 0.24 * rounding(c, mask, 0.018)) + 0.12 * crumple(c.x, c.y, seed, 2.0)
    c.cloth(mask, cloth, (c.x - x) / 0.58 + 0.5, (c.y - y) / 0.58, light)


def use(s: Stage) -> None:
    """On its hanger from a peg rail, a hat beside it."""
    room.wall(s, 1.150)
    c = s.canvas
    room.window_light(c, 0.24, 0.70, 1.0, 0.12)
    timber.peg_rail(c, 0.150, (0.36, 0.81))
    tote.hat(c, 0.825, 0.330, 0.155)
    tools.hanger(c, 0.36, 0.268, 0.170, 0.042)
    garment(c, s.cloth, 0.36, 0.206, 0.90, seed=s.seed + 1)
    for x in (0.36, 0.825):
        timber.peg(c, x, 0.150)
