"""Small things: labels, hooks, hangers, scissors, spools, pencils."""

from __future__ import annotations

from functools import cache

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.fields import Field, box, segment, turn
from shop.demo.drawing.lettering import mask as letters
from shop.demo.drawing.props import timber
from shop.demo.drawing.studio import Canvas, Point

NAME = "NYUZI"


@cache
def _name() -> Field:
    return letters(NAME, 600, 90, spread=0.16)


def written(
    c: Canvas, x: float, y: float, height: float, colour: Field, angle: float = 0.0
) -> None:
    """The shop's name in capitals, centred on a point."""
    ink = _name()
    wide = height * ink.shape[1] / ink.shape[0]
    dx, dy = turn(c.x - x, c.y - y, angle)
    u, v = dx / wide + 0.5, dy / height + 0.5
    within = (u > 0) & (u < 1) & (v > 0) & (v < 1)
    rows = np.clip((v * ink.shape[0]).astype(np.int32), 0, ink.shape[0] - 1)
    columns = np.clip((u * ink.shape[1]).astype(np.int32), 0, ink.shape[1] - 1)
    c.fill(np.where(within, ink[rows, columns], np.float32(0)), colour)


def label(c: Canvas, x: float, y: float, a: float, b: float, angle: float = 0.0) -> None:
    """A paper label with a thin frame and the shop's name."""
    part = c.window(x - a - 0.05, y - a - 0.05, x + a + 0.05, y + a + 0.06)
    dx, dy = turn(part.x - x, part.y - y, angle)
    mask = part.cover(box(dx, dy, a, b, 0.004))
    part.shadow(mask, 0.003, 0.006, 0.006, 0.30)
    part.fill(mask, dyes.light("white"), 1.0 - 0.04 * dy / b)
    part.fill(
        part.cover(np.abs(box(dx, dy, a - 0.008, b - 0.008, 0.002)) - 0.0010), dyes.light("ink")
    )
    written(part, x, y, b * 0.62, dyes.light("ink"), angle)


def swing_tag(c: Canvas, hang: Point, drop: float) -> None:
    """A tag on a string, hanging from a point."""
    x, y = hang[0] + 0.012, hang[1] + drop
    part = c.window(x - 0.09, hang[1] - 0.02, x + 0.09, y + 0.14)
    part.fill(part.cover(segment(part.x, part.y, hang, (x, y)) - 0.0014), dyes.light("bone"), 0.8)
    dx, dy = turn(part.x - x, part.y - y - 0.045, 0.10)
    mask = part.cover(box(dx, dy, 0.038, 0.056, 0.008))
    part.shadow(mask, 0.005, 0.009, 0.007, 0.34)
    part.fill(mask, dyes.light("white"))
    part.fill(part.cover(np.hypot(dx, dy + 0.043) - 0.0052), dyes.light("henna"))
    written(part, x, y + 0.052, 0.0155, dyes.light("ink"), 0.10)


def hook(c: Canvas, x: float, y: float, tone: str = "#B78B3C") -> None:
    """A brass hook on the wall: a plate and a curved arm ending at about y + 0.05."""
    part = c.window(x - 0.08, y - 0.08, x + 0.08, y + 0.12)
    plate = part.cover(box(part.x - x, part.y - y, 0.020, 0.040, 0.018))
    part.shadow(plate, 0.006, 0.012, 0.008, 0.35)
    part.fill(plate, dyes.light(tone), 1.08 - 6 * (part.x - x) - 3 * (part.y - y))
    arm = part.cover(np.abs(np.hypot(part.x - x, (part.y - y - 0.040)) - 0.022) - 0.0075)
    arm = arm * (part.y > y + 0.036)
    part.shadow(arm, 0.005, 0.008, 0.005, 0.35)
    part.fill(arm, dyes.light(tone), 1.15 - 6 * (part.x - x))
    tip = part.cover(np.hypot(part.x - x - 0.022, part.y - y - 0.036) - 0.0105)
    part.fill(tip, dyes.light(tone), 1.2)


def hanger(
    c: Canvas, x: float, y: float, half: float, drop: float, tone: str = timber.TEAK
) -> None:
    """A wooden hanger: a wire hook at (x, y - 0.06) and two sloping arms."""
    wire = c.cover(np.abs(np.hypot(c.x - x, c.y - y + 0.052) - 0.022) - 0.0036)
    wire = wire * ((c.x > x - 0.004) | (c.y < y - 0.060))
    stem = c.cover(segment(c.x, c.y, (x, y - 0.032), (x, y)) - 0.0036)
    metal = np.maximum(wire, stem)
    c.shadow(metal, 0.006, 0.012, 0.006, 0.30)
    c.fill(metal, dyes.light("#8E8B84"), 1.0)
    bow = drop * (np.abs(c.x - x) / half) ** 1.25
    arm = np.maximum(np.abs(c.y - y - 0.008 - bow) - 0.014, np.abs(c.x - x) - half)
    mask = c.cover(arm)
    c.shadow(mask, 0.006, 0.014, 0.008, 0.30)
    c.fill(mask, dyes.light(tone), 1.1 - (c.y - y - bow) * 9)


def pencil(c: Canvas, start: Point, end: Point, dye: str) -> None:
    """A pencil from its point to its end."""
    part = c.window(min(start[0], end[0]) - 0.05, min(start[1], end[1]) - 0.05,
                    max(start[0], end[0]) + 0.05, max(start[1], end[1]) + 0.06)  # fmt: skip
    length = float(np.hypot(end[0] - start[0], end[1] - start[1]))
    angle = float(np.arctan2(end[1] - start[1], end[0] - start[0]))
    along, across = turn(part.x - start[0], part.y - start[1], angle)
    half = np.minimum(0.011, along * 0.28)
    mask = part.cover(np.maximum(np.abs(across) - half, along - length))
    part.shadow(mask, 0.005, 0.010, 0.006, 0.32)
    facet = np.where(across < -0.004, 1.15, np.where(across > 0.004, 0.80, 1.0))
    part.fill(mask, dyes.light(dye), facet)
    part.fill(mask * part.cover(along - 0.040), dyes.light("sand"), facet)
    part.fill(mask * part.cover(along - 0.013), dyes.light("ink"))
    part.fill(mask * part.cover(length - 0.016 - along), dyes.light("coral"), facet)


def spool(c: Canvas, x: float, y: float, radius: float, dye: Field) -> None:
    """A spool of thread from above."""
    part = c.window(x - radius * 1.6, y - radius * 1.6, x + radius * 1.7, y + radius * 1.9)
    dx, dy = part.x - x, part.y - y
    r = np.hypot(dx, dy)
    mask = part.cover(r - radius)
    part.shadow(mask, 0.014, 0.028, 0.016, 0.40)
    turns = 1 + 0.08 * np.sin(r / radius * 60)
    part.fill(mask, dye, turns * (1.02 - 0.16 * (dx + dy) / radius))
    part.fill(
        part.cover(r - radius * 0.58), dyes.light(timber.OAK), 1.06 - 0.1 * (dx + dy) / radius
    )
    part.fill(part.cover(r - radius * 0.20), dyes.light("cocoa"), 0.8)


def scissors(c: Canvas, x: float, y: float, size: float, angle: float) -> None:
    """Tailor's scissors, a little open, with dark handles; (x, y) is the screw."""
    u, v = turn(c.x - x, c.y - y, angle)
    u, v = u / size, v / size
    blades, handles = np.zeros_like(u), np.zeros_like(u)
    unit = c.unit / size * 0.9
    for side in (-1, 1):
        a, b = turn(u, v, side * 0.13)
        half = 0.075 * np.clip(1 - a / 0.98, 0, 1) ** 0.55
        blade = np.maximum(np.abs(b - side * 0.018) - half, np.maximum(-0.18 - a, a - 0.98))
        blades = np.maximum(blades, np.clip(0.5 - blade / unit / 2, 0, 1))
        ring = np.abs(np.hypot((a + 0.62) / 1.45, b + side * 0.135) - 0.135) - 0.042
        shank = segment(a, b, (-0.12, 0.0), (-0.42, -side * 0.05)) - 0.055
        handles = np.maximum(handles, np.clip(0.5 - np.minimum(ring, shank) / unit / 2, 0, 1))
    both = np.maximum(blades, handles)
    c.shadow(both, 0.008, 0.016, 0.010, 0.36)
    c.fill(blades, dyes.light("#C9CCD0"), 1.0 - 1.6 * v)
    c.fill(handles, dyes.light("ink"), 1.0 - 1.2 * v)
    c.fill(np.clip(0.5 - (np.hypot(u, v) - 0.035) / unit / 2, 0, 1), dyes.light("#8A8C90"))
