"""Rods, boards and furniture of wood."""

from __future__ import annotations

from typing import Final

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.fields import Field, box, fbm, segment
from shop.demo.drawing.studio import Canvas, Point

OAK: Final = "#C49A6C"
TEAK: Final = "#A8713F"
WALNUT: Final = "#7A4E2D"


def grain(c: Canvas, x: Field, y: Field, seed: int = 5) -> Field:
    """Long streaks of grain along x: a light of 0.85 to 1.12."""
    del c
    streak = fbm(x * 1.5 + 3, y * 34, seed, 3) - 0.5
    ring = np.sin((y * 26 + fbm(x * 1.1, y * 5, seed + 2, 2) * 5) * 6.2832) * 0.018
    return (1 + streak * 0.20 + ring).astype(np.float32)


def rod(c: Canvas, left: float, right: float, y: float, radius: float, tone: str = TEAK) -> None:
    """A round rod lying across, with its shadow on the wall."""
    part = c.window(left - 0.05, y - 0.05, right + 0.06, y + 0.09)
    mask = part.cover(
        box(part.x - (left + right) / 2, part.y - y, (right - left) / 2, radius, radius)
    )
    part.shadow(mask, 0.006, 0.016, 0.007, 0.30)
    across = (part.y - y) / radius
    light = 1.12 - 0.45 * (across + 0.35) ** 2
    part.fill(mask, dyes.light(tone), np.clip(light, 0.35, 1.2) * grain(part, part.x, part.y * 1.5))


def board(c: Canvas, x: float, y: float, a: float, b: float, *, tone: str = OAK,
          round_by: float = 0.006, shadow: float = 0.0) -> Field:  # fmt: skip
    """A flat board of half sides a and b seen from the front; returns its cover."""
    mask = c.cover(box(c.x - x, c.y - y, a, b, round_by))
    if shadow:
        c.shadow(mask, 0.0, 0.02, 0.02, shadow)
    light = 1.06 - 0.14 * np.clip((c.y - y) / max(b, 1e-3), -1, 1)
    c.fill(mask, dyes.light(tone), light * grain(c, c.x, c.y))
    return mask


def leg(c: Canvas, top: Point, foot: Point, thick: float, tone: str = OAK) -> None:
    """A round leg from top to foot, a little thinner below."""
    share = np.clip((c.y - top[1]) / (foot[1] - top[1]), 0, 1)
    distance = segment(c.x, c.y, top, foot) - thick * (1.1 - 0.35 * share)
    mask = c.cover(distance)
    middle = top[0] + (foot[0] - top[0]) * share
    light = 1.02 - 0.45 * (c.x - middle) / thick * 0.6
    c.fill(mask, dyes.light(tone), np.clip(light, 0.45, 1.25))


def peg(c: Canvas, x: float, y: float, tone: str = OAK) -> None:
    """A turned wall peg seen from the front."""
    part = c.window(x - 0.08, y - 0.08, x + 0.08, y + 0.10)
    mask = part.cover(np.hypot(part.x - x, part.y - y) - 0.021)
    part.shadow(mask, 0.006, 0.014, 0.008, 0.40)
    light = 1.05 - 9 * (part.x - x) * 0.9 - 9 * (part.y - y)
    part.fill(mask, dyes.light(tone), np.clip(light, 0.5, 1.3))


def peg_rail(c: Canvas, y: float, pegs: tuple[float, ...], tone: str = OAK) -> None:
    """A board along the whole wall with pegs in it."""
    part = c.window(-0.1, y - 0.08, 1.1, y + 0.12)
    board(part, 0.5, y, 0.62, 0.030, tone=tone, shadow=0.35)
    for x in pegs:
        peg(c, x, y, tone)


def stool(c: Canvas, x: float, top: float, wide: float, foot: float, tone: str = OAK) -> None:
    """A stool or bench seen from the front: a seat, two splayed legs and a rung."""
    leg(c, (x - wide * 0.78, top + 0.02), (x - wide * 0.92, foot), 0.016, tone)
    leg(c, (x + wide * 0.78, top + 0.02), (x + wide * 0.92, foot), 0.016, tone)
    rung = top + (foot - top) * 0.62
    board(c.window(x - wide, rung - 0.02, x + wide, rung + 0.02), x, rung, wide * 0.86, 0.009,
          tone=tone)  # fmt: skip
    part = c.window(x - wide - 0.05, top - 0.03, x + wide + 0.05, top + 0.12)
    under = part.cover(box(part.x - x, part.y - top - 0.03, wide * 0.9, 0.022))
    part.shadow(under, 0, 0.01, 0.012, 0.25)
    board(part, x, top + 0.022, wide, 0.022, tone=tone, round_by=0.012)


def table(c: Canvas, top: float, left: float, right: float, foot: float, tone: str = OAK) -> None:
    """A table seen from the front: top edge, apron and two legs."""
    for x in (left + 0.05, right - 0.05):
        leg(c, (x, top + 0.02), (x, foot), 0.020, tone)
    board(c, (left + right) / 2, top + 0.045, (right - left) / 2 - 0.04, 0.022, tone=tone)
    board(c, (left + right) / 2, top + 0.013, (right - left) / 2, 0.015, tone=tone, shadow=0.25)
