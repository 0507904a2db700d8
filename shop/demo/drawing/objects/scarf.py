"""A scarf looped over a hook; in use around the neck of a dressmaker's form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import TAU, Field, cell, fbm, smoothstep
from shop.demo.drawing.outline import curve, rounding
from shop.demo.drawing.props import form, room, tools
from shop.demo.drawing.studio import Canvas, Point, Stage


@dataclass(frozen=True, slots=True)
class Tail:
    """One hanging end: where it starts and stops, how wide it is there, how far it leans."""

    x: float
    top: float
    bottom: float
    narrow: float
    wide: float
    lean: float
    fringe: float = 0.060
    v: float = 0.0


def main(s: Stage) -> None:
    """Two ends hanging from a brass hook."""
    s.backdrop()
    c = s.canvas
    tools.hook(c, 0.5, 0.150)
    tail(c, s.cloth, Tail(0.522, 0.180, 0.960, 0.056, 0.172, 0.105, v=0.4), s.seed + 1, 0.90)
    tail(c, s.cloth, Tail(0.480, 0.172, 1.060, 0.064, 0.192, -0.110), s.seed, 1.0)
    _loop(c, s.cloth, s.seed)


def tail(c: Canvas, cloth: Cloth, end: Tail, seed: int, base: float) -> None:
    """One gathered end, widening as it falls, with a fringe."""
    reach = end.wide + abs(end.lean) + 0.06
    part = c.window(end.x - reach, end.top - 0.03, end.x + reach, end.bottom + end.fringe + 0.08)
    y = np.clip((part.y - end.top) / (end.bottom - end.top), 0, 1.12)
    ease = smoothstep(-0.1, 1.0, y)
    middle = end.x + end.lean * ease + 0.006 * np.sin(y * 5 + seed % 6)
    half = end.narrow + (end.wide - end.narrow) * ease**0.8
    t = (part.x - middle) / half
    rng = np.random.default_rng(seed)
    angle = TAU * (1.9 * (t * 0.5 + 0.5) + 0.05 * np.sin(y * 5)) + rng.random() * TAU
    height = np.sin(angle) + 0.45 * np.sin(angle * 2.1 + 1)
    slope = np.cos(angle) + 0.60 * np.cos(angle * 2.1 + 1)
    hem = end.bottom + 0.012 * height
    crown = end.top + end.narrow * (0.25 + 0.95 * t**2)  # round, where the cloth bends over
    mask = part.cover(np.maximum((np.abs(t) - 1) * half, np.maximum(crown - part.y, part.y - hem)))
    strands = _strands(part, t, half, hem, end.fringe, seed)
    whole = np.maximum(mask, strands)
    part.shadow(whole, 0.016, 0.022, 0.022, 0.30)
    part.shadow(whole, 0.004, 0.006, 0.005, 0.26)
    palest = max(
        (cloth.dye(i) for i in range(len(cloth.palette))), key=lambda rgb: float(rgb.sum())
    )
    part.fill(strands, palest, base * (0.84 + 0.2 * cell(np.floor(t * 15), 3.0, seed)))
    deep = 1.0 - 0.45 * ease
    light = base * (1 + 0.42 * deep * (slope * 0.75 - np.clip(-height, 0, 2) * 0.55))
    light = light * (0.80 + 0.24 * rounding(part, mask, 0.016)) * (1.04 - 0.06 * y)
    u = t * 0.34 * (1 + 0.12 * height) + 0.5 + 0.012 * slope
    part.cloth(
        mask, cloth, u, (part.y - end.top) / (end.wide * 2.7) + end.v, np.clip(light, 0.25, 1.3)
    )


def _strands(c: Canvas, t: Field, half: Field, hem: Field, fringe: float, seed: int) -> Field:
    k = np.floor(t * 15)
    f = t * 15 - k - 0.5
    q = (c.y - hem) / (fringe * (0.88 + 0.22 * cell(k, 1.0, seed)))
    lean = (cell(k, 2.0, seed) - 0.5) * 0.5 * np.clip(q, 0, 1)
    return (
        c.cover((np.abs(f - lean) - 0.30) * half / 15) * ((q > -0.06) & (q < 1)) * (np.abs(t) < 1)
    )


def _loop(c: Canvas, cloth: Cloth, seed: int) -> None:
    """The part that lies over the hook."""
    right: list[Point] = [(0.505, 0.174), (0.552, 0.188), (0.584, 0.232), (0.585, 0.300)]
    low: list[Point] = [(0.540, 0.330), (0.470, 0.335)]
    left: list[Point] = [(0.412, 0.300), (0.420, 0.225), (0.462, 0.182)]
    part = c.window(0.36, 0.12, 0.66, 0.42)
    mask = part.polygon(curve([*left, *right, *low]))
    mask = mask * (1 - smoothstep(0.255, 0.330, part.y) * 1.0)
    theta = np.arctan2(part.y - 0.36, part.x - 0.5)
    creases = np.cos(theta * 13 + 3 * fbm(part.x * 6, part.y * 6, seed))
    light = 0.98 + 0.20 * creases - 0.5 * (part.x - 0.5)
    part.cloth(mask, cloth, theta * 0.35, np.hypot(part.x - 0.5, part.y - 0.36) * 1.6, light)


def use(s: Stage) -> None:
    """Wound around the neck of a form, the ends down in front."""
    room.wall(s, 1.150)
    c = s.canvas
    room.window_light(c, 0.26, 0.42, 1.1, 0.12)
    form.torso(c, 0.5, -0.030, 1.02, "#D5CBB8")
    tail(c, s.cloth, Tail(0.560, 0.270, 0.680, 0.062, 0.100, 0.030, 0.045, v=0.5), s.seed + 1, 0.94)
    tail(c, s.cloth, Tail(0.452, 0.260, 0.800, 0.066, 0.112, -0.030, 0.048), s.seed, 1.0)
    _wrap(c, s.cloth, s.seed)


# Of the turn around the neck: height, half axes, light.
_ROLLS = ((0.205, 0.088, 0.046, 0.84), (0.252, 0.116, 0.056, 1.0), (0.306, 0.128, 0.060, 1.06))


def _wrap(c: Canvas, cloth: Cloth, seed: int) -> None:
    """The turn around the neck: three soft rolls, the last in front."""
    for number, (y, a, b, base) in enumerate(_ROLLS):
        part = c.window(0.5 - a - 0.08, y - 0.10, 0.5 + a + 0.09, y + 0.13)
        dx = (part.x - 0.5) / a
        bend = 0.020 * (dx**2 - 0.5) * (1 if number else 0.6)
        dy = (part.y - y + bend) / b
        distance = (np.hypot(dx, dy) - 1) * b
        mask = part.cover(distance)
        part.shadow(mask, 0.004, 0.014, 0.014, 0.40)
        roll = 1.05 - 0.28 * dy - 0.26 * dy**2
        creases = 0.13 * np.sin(
            dy * 5.5 + 2.5 * fbm(part.x * 9, part.y * 9, seed + number) + dx * 1.5
        )
        light = base * (roll + creases - 0.10 * dx)
        part.cloth(mask, cloth, dx * 0.42 + 0.5 + number * 0.23, dy * 0.13 + number * 0.4, light)
