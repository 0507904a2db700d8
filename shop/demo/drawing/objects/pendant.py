"""A hanging lamp; in use it lights a table with a bowl of fruit."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import segment
from shop.demo.drawing.objects import lamp
from shop.demo.drawing.objects.cushion import trim
from shop.demo.drawing.props import crockery, plants, timber, tools
from shop.demo.drawing.studio import Canvas, Stage


def main(s: Stage) -> None:
    """Hanging before a plain wall, lit."""
    s.backdrop()
    hanging(s.canvas, s.cloth, 0.5, 0.420, 0.880, 0.395)


def hanging(c: Canvas, cloth: Cloth, x: float, top: float, low: float, half: float,
            lit: float = 1.0, *, cord: bool = True) -> None:  # fmt: skip
    """A bell of cloth on a cord: top and lower rim, half its greatest width."""
    tall = low - top
    glow = np.exp(-(((c.x - x) / (half * 1.2)) ** 2 + ((c.y - low) / (tall * 1.1)) ** 2))
    c.shade(1 + 0.22 * lit * glow)
    if cord:
        line = c.window(x - 0.03, 0, x + 0.05, top)
        mask = line.cover(np.abs(line.x - x) - 0.0042)
        line.shadow(mask, 0.010, 0.0, 0.006, 0.25)
        line.fill(mask, dyes.light("ink"), 1.0 + 0.3 * np.sin((line.y + line.x) * 700))
    part = c.window(x - half - 0.08, top - 0.08, x + half + 0.10, low + 0.12)
    dx = part.x - x
    down = np.clip((part.y - top) / tall, 0, 1)
    body = half * (0.215 + 0.785 * np.sin(down * np.pi / 2) ** 0.92)
    sag = half * 0.105
    hem = low + sag * np.sqrt(np.clip(1 - (dx / half) ** 2, 0, 1))
    mask = part.cover(np.maximum(np.abs(dx) - body, np.maximum(top - part.y, part.y - hem)))
    part.shadow(mask, 0.012, 0.022, 0.030, 0.18)
    curve = np.sqrt(np.clip(1 - (dx / body) ** 2, 0, 1))
    angle = np.arcsin(np.clip(dx / body, -1, 1))
    ribs = 0.045 * np.abs(np.sin(angle * 8)) ** 8
    warm = np.exp(-(((down - 0.80) / 0.36) ** 2)) * curve
    light = (0.60 + 0.44 * curve) * (1 + 0.34 * lit * warm) - 0.05 * dx / half - ribs
    v = tall * 1.12 * np.arcsin(np.clip(down, 0, 1) * 0.96) / 1.29 / (2 * half)
    part.cloth(mask, cloth, 0.5 + angle / np.pi * 1.2, v - 0.02 * curve, light)
    if lit:
        for channel, tint in enumerate((1.05, 1.0, 0.91)):
            part.rgb[channel] *= 1 + (tint - 1) * mask
    edge = part.cover(np.maximum(np.abs(part.y - hem) - 0.0075, np.abs(dx) - half - 0.002))
    part.fill(edge, trim(cloth), 0.62 + 0.46 * np.sqrt(np.clip(1 - (dx / half) ** 2, 0, 1)))
    crockery.turned(
        c, x, ((top - 0.045, 0.016), (top - 0.02, 0.030), (top + 0.006, half * 0.225)), timber.TEAK
    )


def drum(s: Stage) -> None:
    """A wide drum on its cord."""
    s.backdrop()
    _drum(s.canvas, s.cloth, 0.5, 0.470, 0.820, 0.365, 1.0)


def drum_unlit(s: Stage) -> None:
    """The drum alone with its tag, as it comes out of the box."""
    s.backdrop()
    c = s.canvas
    floor = c.window(0.05, 0.80, 0.98, 1.10)
    soft = floor.cover((np.hypot((floor.x - 0.52) / 0.36, (floor.y - 0.880) / 0.05) - 1) * 0.05)
    floor.shadow(soft, 0.02, 0.012, 0.035, 0.34)
    lamp.shade(c, s.cloth, 0.5, 0.470, 0.830, 0.350, 0.362, 0.0)
    tools.swing_tag(c, (0.690, 0.520), 0.130)


def _drum(
    c: Canvas, cloth: Cloth, x: float, top: float, low: float, half: float, lit: float
) -> None:
    """A drum by its rims and half its width, with the three wires that carry it."""
    peak = top - half * 0.36
    part = c.window(x - half, 0, x + half, top + 0.08)
    wires = part.cover(np.abs(part.x - x) - 0.0042) * (part.y < peak)
    for foot in (-0.90, 0.15, 0.92):
        end = (x + half * foot * 0.94, top + half * 0.06 * (1 - abs(foot)))
        wires = np.maximum(wires, part.cover(segment(part.x, part.y, (x, peak), end) - 0.0024))
    part.shadow(wires, 0.010, 0.004, 0.006, 0.20)
    part.fill(wires, dyes.light("ink"))
    lamp.shade(c, cloth, x, top, low, half * 0.97, half, lit)
    crockery.turned(
        c, x, ((peak - 0.035, 0.012), (peak - 0.012, 0.020), (peak + 0.012, 0.016)), timber.TEAK
    )


def drum_use(s: Stage) -> None:
    """The drum over a table in the evening."""
    _table(s)
    _drum(s.canvas, s.cloth, 0.5, 0.235, 0.455, 0.265, 1.5)


def unlit(s: Stage) -> None:
    """The shade on the table with its tag, as it comes out of the box."""
    s.backdrop()
    c = s.canvas
    floor = c.window(0.05, 0.85, 0.98, 1.15)
    soft = floor.cover((np.hypot((floor.x - 0.52) / 0.40, (floor.y - 0.960) / 0.05) - 1) * 0.05)
    floor.shadow(soft, 0.02, 0.012, 0.035, 0.34)
    hanging(c, s.cloth, 0.5, 0.460, 0.915, 0.395, 0.0, cord=False)
    tools.swing_tag(c, (0.700, 0.600), 0.150)


def use(s: Stage) -> None:
    """Over a table in the evening."""
    _table(s)
    hanging(s.canvas, s.cloth, 0.5, 0.165, 0.480, 0.285, 1.5)


def _table(s: Stage) -> None:
    """A table with a vase and fruit, in the light of a lamp above."""
    lamp.evening(s, 0.85)
    c = s.canvas
    lamp.halo(c, 0.5, 0.62, 0.40, 0.40)
    top = 1.010
    timber.table(c, top, 0.02, 0.98, 1.40, timber.TEAK)
    c.window(0, top - 0.002, 1, 1.25).shade(np.full((1, 1), 0.82, dtype=np.float32))
    lamp.halo(c.window(0, top - 0.004, 1, top + 0.03), 0.5, top, 0.30, 0.22)
    plants.vase(c, 0.275, top, 0.86, "#D9C9AE")
    _fruit_bowl(c, 0.645, top)


def _fruit_bowl(c: Canvas, x: float, foot: float) -> None:
    fruits = (
        (-0.062, -0.128, 0.046, "marigold"),
        (0.058, -0.126, 0.048, "coral"),
        (-0.002, -0.142, 0.050, "turmeric"),
    )
    for dx, dy, radius, dye in fruits:
        crockery.ball(c.window(x - 0.2, foot - 0.25, x + 0.2, foot), x + dx, foot + dy, radius, dye)
    profile = (
        (0.0, 0.135),
        (0.020, 0.131),
        (0.055, 0.112),
        (0.090, 0.070),
        (0.108, 0.046),
        (0.116, 0.052),
    )
    crockery.turned(c, x, tuple((foot - 0.116 + y, half) for y, half in profile), "#E9E2D2")
