"""A bolster: a long round cushion with gathered ends; in use it lies on a bench."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import fbm, turn
from shop.demo.drawing.objects.cushion import trim
from shop.demo.drawing.props import plants, room, timber
from shop.demo.drawing.studio import Canvas, Stage


def main(s: Stage) -> None:
    """Lying on paper, a little turned, one gathered end towards us."""
    s.backdrop()
    roll(s.canvas, s.cloth, 0.470, 0.640, 0.350, 0.188, angle=-0.16, seed=s.seed)


def roll(c: Canvas, cloth: Cloth, x: float, y: float, half: float, radius: float, *,
         angle: float, seed: int, cast: float = 1.0) -> None:  # fmt: skip
    """A bolster by its middle, half length and radius."""
    cap = radius * 0.34
    part = c.window(
        x - half - 0.3,
        y - half * 0.6 - radius - 0.1,
        x + half + 0.3,
        y + half * 0.6 + radius + 0.16,
    )
    px, py = turn(part.x - x, part.y - y, angle)
    arch = np.sqrt(np.clip(1 - (py / radius) ** 2, 0, 1))
    plump = 1 + 0.025 * np.cos(px / half * 1.4)
    body = np.maximum(
        np.abs(py) - radius * plump, np.maximum(-px - half - cap * 0.75 * arch, px - half)
    )
    end = (np.hypot((px - half) / cap, py / radius) - 1) * cap
    whole = np.maximum(part.cover(body), part.cover(end))
    part.shadow(whole, 0.010, 0.075 * cast, 0.038, 0.30)
    part.shadow(whole, 0.004, 0.018, 0.012, 0.32)
    across = np.clip(py / radius / plump, -1, 1)
    turned = np.arcsin(across) / np.pi + 0.5
    lit = 0.52 + 0.58 * np.sqrt(np.clip(1 - ((across + 0.32) / 1.34) ** 2, 0, 1))
    lit = (
        lit
        + 0.10 * (fbm(px * 6, py * 6, seed + 4) - 0.5)
        - 0.10 * np.exp(-(half + cap * 0.75 * arch + px) / 0.05)
    )
    u = (px + half) / (2 * half)
    part.cloth(part.cover(body), cloth, u, turned * np.pi * radius / (2 * half), lit)
    theta = np.arctan2(py / radius, (px - half) / cap)
    r = np.hypot((px - half) / cap, py / radius)
    pleats = 0.80 + 0.16 * np.sin(theta * 22 + seed) * r + 0.10 * r - 0.10 * py / radius
    part.fill(part.cover(end), trim(cloth), pleats)
    button = part.cover((np.hypot((px - half) / cap, py / radius) - 0.20) * cap)
    part.shadow(button, 0.004, 0.006, 0.006, 0.40)
    part.cloth(button, cloth.scaled(1.6), u, py, 1.05 - 0.25 * py / radius)
    far = np.maximum(
        np.abs(px + half + cap * (0.75 * arch - 0.16)) - 0.0065, np.abs(py) - radius * 0.99
    )
    for cord in (part.cover(np.abs(end) - 0.0065), part.cover(far)):
        part.fill(cord, trim(cloth), np.clip(1.0 - 0.35 * py / radius, 0.5, 1.2) * 0.92)


def use(s: Stage) -> None:
    """On a bench by a wall, a plant beside it."""
    room.wall(s, 1.060)
    c = s.canvas
    room.window_light(c, 0.36, 0.36, 1.1)
    timber.stool(c, 0.43, 0.830, 0.390, 1.125, timber.TEAK)
    pad = c.window(0, 0.74, 1, 0.88)
    mask = pad.cover(
        np.maximum(np.abs(pad.x - 0.43) - 0.370, np.abs(pad.y - 0.812) - 0.022) - 0.006
    )
    pad.shadow(mask, 0.004, 0.008, 0.008, 0.25)
    pad.fill(mask, dyes.light("bone"), 1.02 - 3.0 * (pad.y - 0.812))
    roll(c, s.cloth, 0.400, 0.690, 0.255, 0.104, angle=0.0, seed=s.seed, cast=0.10)
    plants.potted(c, 0.885, 1.150, 1.15)
