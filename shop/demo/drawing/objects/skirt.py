"""A wrap skirt on a clip hanger; in use on a dressmaker's form."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import box, segment, smoothstep
from shop.demo.drawing.folds import gathered
from shop.demo.drawing.objects.cushion import trim
from shop.demo.drawing.outline import rounding
from shop.demo.drawing.props import form, room, timber
from shop.demo.drawing.studio import Canvas, Stage


def main(s: Stage) -> None:
    """Hanging from two clips before a plain wall."""
    s.backdrop()
    c = s.canvas
    _clips(c, 0.5, 0.180)
    skirt(c, s.cloth, 0.5, 0.255, 0.185, 0.385, 0.830, seed=s.seed)
    for side in (-1, 1):
        x = 0.5 + side * 0.130
        part = c.window(x - 0.05, 0.15, x + 0.06, 0.32)
        clip = part.cover(box(part.x - x, part.y - 0.240, 0.020, 0.050, 0.006))
        part.shadow(clip, 0.004, 0.008, 0.006, 0.36)
        part.fill(clip, dyes.light("#A9ABAF"), 1.10 - 9 * (part.x - x))


def _clips(c: Canvas, x: float, y: float) -> None:
    wire = c.cover(np.abs(np.hypot(c.x - x, c.y - y + 0.062) - 0.024) - 0.0038)
    wire = wire * ((c.x > x - 0.004) | (c.y < y - 0.070))
    stem = c.cover(segment(c.x, c.y, (x, y - 0.040), (x, y)) - 0.0038)
    c.shadow(np.maximum(wire, stem), 0.006, 0.012, 0.006, 0.30)
    c.fill(np.maximum(wire, stem), dyes.light("#8E8B84"))
    timber.rod(c, x - 0.205, x + 0.205, y + 0.010, 0.0115)


def skirt(c: Canvas, cloth: Cloth, x: float, top: float, waist: float, hip: float, tall: float, *,
          seed: int, bow: bool = True) -> None:  # fmt: skip
    """A flared skirt: middle, top, half widths above and below, height."""
    band = 0.050 * tall / 0.83
    y = np.clip((c.y - top - band) / (tall - band), 0, 1)
    flare = smoothstep(0, 1.15, y) * 0.55 + y * 0.45
    side = waist + (hip - waist) * flare
    t = (c.x - x) / (2 * side) + 0.5
    folds = gathered(t, y, seed, 6.0)
    side = side + 0.006 * y * folds.height
    hem = top + tall + 0.014 * folds.height * hip / 0.385 + 0.020 * np.cos((c.x - x) / hip * 1.4)
    mask = c.cover(
        np.maximum(np.abs(c.x - x) - side, np.maximum(top + band * 0.7 - c.y, c.y - hem))
    )
    belt = c.cover(box(c.x - x, c.y - top - band / 2, waist + 0.003, band / 2, 0.008))
    c.rest(np.maximum(mask, belt), depth=0.9)
    deep = smoothstep(0.0, 0.35, y)
    light = folds.light(0.34) ** (0.25 + 0.75 * deep) * (0.78 + 0.26 * rounding(c, mask, 0.024))
    light = light * (1.05 - 0.08 * y) - 0.22 * np.exp(-np.clip(c.y - top - band, 0, 1) / 0.012)
    lap = c.x - x - 0.30 * waist - (hip - waist) * 0.52 * flare
    light = light * (1 - 0.34 * np.exp(-np.clip(lap, 0, 1) / 0.010) * (lap > 0))
    stitch = c.cover(np.abs(c.y - hem + 0.013) - 0.0011)
    u = (c.x - x) / (2 * hip) + 0.5 + (t - 0.5) * 0.22
    c.cloth(
        mask,
        cloth,
        u + 0.006 * folds.slope * deep,
        (c.y - top) / (2 * hip),
        light * (1 - 0.2 * stitch),
    )
    c.shadow(belt, 0.0, 0.005, 0.006, 0.30)
    c.fill(belt, trim(cloth), 0.98 - 5.0 * (c.y - top - band / 2) - 0.25 * ((c.x - x) / waist) ** 2)
    if bow:
        _bow(c, cloth, x + 0.30 * waist, top + band * 0.55, waist)


def _bow(c: Canvas, cloth: Cloth, x: float, y: float, waist: float) -> None:
    part = c.window(x - waist, y - 0.06, x + waist, y + waist * 1.5)
    for end, thick in (
        ((x + waist * 0.16, y + waist * 1.05), 0.060),
        ((x - waist * 0.12, y + waist * 0.90), 0.056),
    ):
        mask = part.cover(segment(part.x, part.y, (x, y), end) - waist * thick)
        part.shadow(mask, 0.005, 0.010, 0.008, 0.36)
        part.fill(mask, trim(cloth), 1.02 - 2.2 * (part.x - x))
    knot = part.cover(box(part.x - x, part.y - y, waist * 0.095, waist * 0.115, waist * 0.06))
    part.shadow(knot, 0.004, 0.008, 0.006, 0.36)
    part.fill(knot, trim(cloth), 1.04 - 6 * (part.y - y))


def use(s: Stage) -> None:
    """On a dressmaker's form with a plain top."""
    room.wall(s, 1.120)
    c = s.canvas
    room.window_light(c, 0.28, 0.46, 1.1, 0.12)
    form.torso(c, 0.5, -0.085, 1.06)
    pale = "calico" if dyes.brightness(s.cloth.plain) < 0.55 else "midnight"
    form.top(c, 0.5, -0.085, 1.06, dyes.light(pale))
    skirt(c, s.cloth, 0.5, 0.545, 0.152, 0.345, 0.540, seed=s.seed)
