"""A cloth over a round table; in use the table is laid."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import smoothstep
from shop.demo.drawing.folds import crumple, gathered
from shop.demo.drawing.props import crockery, plants, room
from shop.demo.drawing.studio import Canvas, Stage

_ROUND = (0.5, 0.545, 0.385, 0.088)  # the table top's middle and half axes


def main(s: Stage) -> None:
    """The cloth falls to the floor in folds; a vase stands on it."""
    room.wall(s, 0.985, "#D2B58F", board=False)
    draped(s.canvas, s.cloth, s.seed)
    plants.vase(s.canvas, 0.500, 0.560, 1.05)


def draped(c: Canvas, cloth: Cloth, seed: int) -> None:
    """The round top and the skirt of the cloth."""
    x, y, a, b = _ROUND
    dx = (c.x - x) / a
    rim = y + b * np.sqrt(np.clip(1 - dx * dx, 0, 1))
    fall = np.clip((c.y - y) / 0.56, 0, 1)
    folds = gathered(np.arcsin(np.clip(dx / (1 + 0.15 * fall), -1, 1)) / np.pi + 0.5, fall, seed, 8)
    half = a * (1.0 + 0.085 * smoothstep(0, 1, fall)) + 0.006 * fall * folds.height
    hem = 1.075 + 0.045 * np.sqrt(np.clip(1 - dx * dx / 1.2, 0, 1)) + 0.012 * folds.height
    skirt = c.cover(np.maximum(np.abs(c.x - x) - half, np.maximum(y - c.y, c.y - hem)))
    whole = np.maximum(skirt, c.cover((np.hypot(dx, (c.y - y) / b) - 1) * b))
    c.shadow(whole, 0.030, 0.030, 0.045, 0.30)
    c.shadow(whole * (c.y > 1.0), 0.010, 0.016, 0.014, 0.35)
    angle = np.arcsin(np.clip((c.x - x) / half, -1, 1))
    deep = smoothstep(0.02, 0.55, fall)
    round_off = 0.62 + 0.42 * np.cos(angle * 0.92 + 0.35)
    light = round_off * folds.light(0.33) ** deep * (1.02 - 0.12 * fall)
    light = light - 0.16 * np.exp(-np.clip(c.y - rim, 0, 1) / 0.014)
    u = 0.5 + angle / np.pi * 0.95 + 0.008 * folds.slope * deep
    c.cloth(skirt, cloth, u, (c.y - rim) / (2 * a) + 0.5, light)
    top = c.cover((np.hypot(dx, (c.y - y) / b) - 1) * b)
    tu, tv = 0.5 + 0.5 * dx, 0.5 + 0.5 * (c.y - y) / b
    c.cloth(top, cloth, tu, tv * 0.8, 1.06 - 0.10 * dx - 0.05 * (c.y - y) / b)
    edge = np.exp(-(((c.y - rim) / 0.006) ** 2)) * (np.abs(dx) < 0.99)
    c.shade(1 + 0.16 * edge * whole)


def use(s: Stage) -> None:
    """From above: plates, tea and fruit on the cloth."""
    s.backdrop()
    c = s.canvas
    light = 1 + 0.16 * crumple(c.x, c.y, s.seed, 1.5) + 0.03 * np.sin(c.x * 5 + c.y * 3)
    crease = np.exp(-(((c.x - 0.46) / 0.006) ** 2)) + np.exp(-(((c.y - 0.70) / 0.006) ** 2))
    c.cloth(np.ones_like(c.x), s.cloth.scaled(0.9), c.x + 0.1, c.y + 0.2, light - 0.06 * crease)
    c.shade(1.05 - 0.16 * np.hypot(c.x - 0.35, c.y - 0.45) ** 2)
    crockery.plate(c, 0.300, 0.300, 0.235)
    crockery.plate(c, 0.300, 0.300, 0.150, rim="indigo")
    crockery.bowl(c, 0.690, 0.610, 0.180)
    crockery.plate(c, 0.285, 0.960, 0.235)
    crockery.plate(c, 0.285, 0.960, 0.150, rim="indigo")
    crockery.cup(c, 0.690, 0.190, 0.085)
    crockery.cup(c, 0.700, 1.030, 0.085)
