"""Rooms: a wall and a floor, the light of a window on the wall, table tops seen from above."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.fields import Field, box, fbm, smoothstep
from shop.demo.drawing.props import timber
from shop.demo.drawing.studio import Canvas, Stage, blurred


def wall(s: Stage, floor: float, tone: str = "#C9A982", *, board: bool = True) -> None:
    """A wall in the stage's paper above y = floor, a floor below, perhaps a skirting board."""
    s.backdrop()
    c = s.canvas
    below = c.cover(floor - c.y)
    depth = np.clip((c.y - floor) / 0.3, 0, 1)
    planks = timber.grain(c, c.x * 0.6, c.y * 0.45, 21)
    c.fill(below, dyes.light(tone), (0.92 + 0.16 * depth) * planks)
    if board:
        edge = c.window(0, floor - 0.075, 1, floor + 0.03)
        mask = edge.cover(box(edge.x - 0.5, edge.y - floor + 0.030, 0.6, 0.030))
        edge.fill(mask, s.paper, 1.04 - 0.10 * smoothstep(floor - 0.05, floor, edge.y))
        line = edge.cover(np.abs(edge.y - floor + 0.060) - 0.0016)
        edge.shade(1 - 0.22 * line)
    crease = np.exp(-np.abs(c.y - floor) / 0.010) * 0.25
    c.shade(1 - crease)


def window_light(c: Canvas, x: float, y: float, size: float = 1.0, strength: float = 0.14) -> None:
    """A leaning patch of sun with the shadow of its bars, as through a window to the left."""
    u, v = (c.x - x) / (0.26 * size), (c.y - y - (c.x - x) * 0.30) / (0.34 * size)
    panes = np.maximum(np.abs(np.abs(u) - 0.5) - 0.455, np.abs(np.abs(v) - 0.5) - 0.465)
    mask = 1 - smoothstep(-0.03, 0.05, panes)
    step = 4
    soft = blurred(mask[::step, ::step], 0.010 / c.unit / step)
    soft = np.repeat(np.repeat(soft, step, axis=0), step, axis=1)[: mask.shape[0], : mask.shape[1]]
    c.shade(1 + strength * soft)


def tabletop(s: Stage, tone: str | None = None) -> None:
    """The stage's ground seen from above; with a tone, a wooden table of broad planks."""
    s.backdrop()
    if tone is None:
        return
    c = s.canvas
    plank = np.floor(c.y * 4 + 0.35)
    offset = plank * 1.7
    shade = 1 + 0.07 * np.sin(plank * 2.4 + 1)
    joint = np.abs(c.y * 4 + 0.35 - np.round(c.y * 4 + 0.35)) / 4
    light = timber.grain(c, c.x * 0.7 + offset, c.y * 0.55, 13) * shade
    light = light * (1 - 0.35 * (1 - smoothstep(0.0, 0.004, joint)))
    light = light * (1.05 - 0.16 * np.hypot(c.x - 0.35, c.y - 0.45) ** 2)
    c.fill(np.ones_like(c.x), dyes.light(tone), light)


def sofa(s: Stage, tone: Field, *, seat: float = 0.86, foot: float = 1.13) -> None:
    """A two-seat sofa from the front: legs, back, arms and seat cushions in one plain cloth."""
    c = s.canvas
    for x in (0.13, 0.87):
        timber.leg(c, (x, 1.05), (x + (0.01 if x > 0.5 else -0.01), foot), 0.014, timber.WALNUT)
    whole = c.cover(box(c.x - 0.5, c.y - 0.83, 0.47, 0.25, 0.05))
    c.shadow(whole, 0.0, 0.26, 0.05, 0.22)
    c.shadow(whole, 0.015, 0.03, 0.03, 0.22)
    parts = (
        (0.50, 0.76, 0.385, 0.235, 0.060, 0.98),
        (0.305, seat + 0.055, 0.205, 0.062, 0.030, 1.10),
        (0.695, seat + 0.055, 0.205, 0.062, 0.030, 1.10),
        (0.50, 1.010, 0.430, 0.068, 0.026, 0.86),
        (0.080, 0.905, 0.056, 0.172, 0.045, 1.02),
        (0.920, 0.905, 0.056, 0.172, 0.045, 0.94),
    )
    for x, y, a, b, r, base in parts:
        part = c.window(x - a - 0.06, y - b - 0.06, x + a + 0.06, y + b + 0.08)
        distance = box(part.x - x, part.y - y, a, b, r)
        mask = part.cover(distance)
        part.shadow(mask, 0.004, 0.006, 0.012, 0.30)
        round_off = smoothstep(0.0, 0.045, -distance)
        slope = -0.10 * (part.x - x) / a - 0.13 * (part.y - y) / b
        linen = 1 + 0.05 * (fbm(part.x * 9, part.y * 9, 31, 3) - 0.5)
        part.fill(mask, tone, base * (0.78 + 0.24 * round_off + slope) * linen)
