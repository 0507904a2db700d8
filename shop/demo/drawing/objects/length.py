"""A length of cloth with its corner folded back; in use it lies on the sewing table."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.fields import Field, smoothstep, turn
from shop.demo.drawing.folds import crumple
from shop.demo.drawing.props import room, tools
from shop.demo.drawing.studio import Canvas, Stage

_SLOPE = 0.42


def main(s: Stage) -> None:
    """Filling the picture, one edge turned back to show the paler reverse and the selvedge."""
    s.backdrop()
    c = s.canvas
    normal = float(np.hypot(1, _SLOPE))
    turned_over(c, s, (c.y - 1.02 + _SLOPE * c.x) / normal, flap=0.215, angle=-0.10)


def turned_over(c: Canvas, s: Stage, below: Field, *, flap: float, angle: float,
                zoom: float = 1.0) -> None:  # fmt: skip
    """Cloth above the line where `below` is 0; under it the flap of its reverse side."""
    u, v = turn(c.x, c.y, angle)
    u, v = u * zoom, v * zoom
    if s.cloth.family == "kanga":
        u, v = u * 0.95 + 0.30, v * 0.95 + 0.42
    swell = 0.055 * np.sin(c.x * 5 + c.y * 3) + 0.030 * np.sin(c.y * 9 - c.x * 4)
    light = 1 + swell + 0.20 * crumple(c.x, c.y, s.seed, 1.6)
    past = np.clip(below, 0, 2)
    edge = flap + 0.003 * np.sin(c.x * 30)
    ground = c.cover(edge - below)
    front = 1 - c.cover(-below)
    c.shadow(1 - ground, 0.006, 0.016, 0.018, 0.34)
    c.cloth(front, s.cloth, u + 0.010 * np.sin(c.y * 6), v, light)
    near = np.exp(-np.clip(-below, 0, 1) / 0.030) * (below < 0)
    c.shade(1 - 0.40 * near)
    roll = np.clip(past / (0.26 * flap), 0, 1)
    lit = 0.72 + 0.38 * np.sin(roll * np.pi / 2) - 0.10 * smoothstep(0.4 * flap, 2 * flap, past)
    back = (1 - front) * (1 - ground)
    c.cloth(back, s.cloth, u + 0.31, 0.13 - v + 2 * past, lit)
    pale = dyes.light("bone")
    veil = back * 0.62
    for channel in range(3):
        plane = c.rgb[channel]
        plane += (pale[channel] * lit - plane) * veil
    _selvedge(c, s, below, edge, back, lit)


def _selvedge(c: Canvas, s: Stage, below: Field, edge: Field, back: Field, lit: Field) -> None:
    """The white edge with its row of colour dots, as printers leave it."""
    strip = c.cover(np.abs(below - edge + 0.020) - 0.0165) * back
    c.fill(strip, dyes.light("white"), np.clip(lit, 0.9, 1.0))
    along = (c.x - _SLOPE * (c.y - 1.02)) * 15
    f = along - np.floor(along) - 0.5
    dots = c.cover(np.hypot(f / 16.3, below - edge + 0.020) - 0.0070) * back
    turns = np.floor(along) % 4
    for number in range(4):
        c.fill(dots * (turns == number), s.cloth.dye(number if number < 3 else 0), 0.98)


def use(s: Stage) -> None:
    """Spread on the sewing table with scissors and thread."""
    room.tabletop(s, "#C8A477")
    c = s.canvas
    turned_over(c, s, (c.x * 0.55 + c.y * 0.84) - 0.92, flap=0.10, angle=0.26, zoom=0.85)
    places = ((0.640, 1.090, 0.060, 2), (0.795, 1.020, 0.052, 1), (0.760, 1.165, 0.048, 3))
    for x, y, radius, dye in places:
        tools.spool(c, x, y, radius, s.cloth.dye(dye))
    tools.scissors(c.window(0.02, 0.70, 0.62, 1.25), 0.255, 1.020, 0.20, -0.42)
