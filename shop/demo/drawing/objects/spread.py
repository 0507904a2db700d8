"""A whole cloth spread on the floor, one corner turned over; in use it hangs on a line."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.fields import box, turn
from shop.demo.drawing.folds import crumple
from shop.demo.drawing.patterns.kanga import TALL
from shop.demo.drawing.studio import Stage


def main(s: Stage) -> None:
    """From above, a little turned, its lower right corner folded over."""
    s.backdrop()
    c = s.canvas
    half, tall = 0.352, 0.352 * TALL
    px, py = turn(c.x - 0.495, c.y - 0.622, -0.09)
    wave = 0.004 * np.sin(py * 9 + s.seed % 6) + 0.003 * np.sin(px * 13)
    distance = box(px + wave, py + wave, half, tall, 0.004)
    cut = (px - half) * 0.66 + (py - tall) * 0.75 + 0.150  # above 0: folded away
    flat = c.cover(np.maximum(distance, cut))
    c.rest(flat, depth=0.8, soft=0.8)
    light = 1.02 - 0.05 * px / half - 0.04 * py / tall + 0.26 * crumple(px, py, s.seed, 2.2)
    for t in (px / half, py / tall):
        light = (
            light - 0.07 * np.exp(-((t / 0.010) ** 2)) + 0.05 * np.exp(-(((t + 0.03) / 0.03) ** 2))
        )
    u, v = (px + half) / (2 * half), (py + tall) / (2 * half)
    u, v = np.clip(u, 0, 1), np.clip(v, 0, TALL - 1e-4)
    c.cloth(flat, s.cloth, u, v, light)
    fx, fy = px - 2 * cut * 0.66 / 0.998, py - 2 * cut * 0.75 / 0.998  # mirrored over the fold
    flap = c.cover(np.maximum(box(fx + wave, fy + wave, half, tall, 0.004), cut))
    flap = (
        flap
        * (box(fx, fy, half, tall) < 0.01)
        * c.cover(-((fx - half) * 0.66 + (fy - tall) * 0.75 + 0.150))
    )
    c.shadow(flap, -0.006, -0.008, 0.016, 0.34)
    fu, fv = (
        np.clip((fx + half) / (2 * half), 0, 1),
        np.clip((fy + tall) / (2 * half), 0, TALL - 1e-4),
    )
    lit = 0.98 - 0.16 * np.exp(cut / 0.012) + 0.06 * np.exp(-(((cut + 0.02) / 0.012) ** 2))
    c.cloth(flap, s.cloth, fu, fv, lit)
    for channel in range(3):
        plane = c.rgb[channel]
        plane += (dyes.light("bone")[channel] * lit - plane) * flap * 0.55
