"""A tote bag; in use it hangs on a peg beside a straw hat."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import Field, box, fbm, smoothstep
from shop.demo.drawing.props import room, timber
from shop.demo.drawing.studio import Canvas, Stage


def main(s: Stage) -> None:
    """Lying flat, its handles up."""
    s.backdrop()
    bag(s.canvas, s.cloth, 0.5, 0.455, 0.325, seed=s.seed)


def bag(c: Canvas, cloth: Cloth, x: float, top: float, half: float, *, seed: int,
        pull: float = 1.0) -> None:  # fmt: skip
    """A bag by the middle of its upper edge and half its width; `pull` narrows the handles."""
    tall = half * 1.95
    for behind in (True, False):
        _handle(c, x, top, half, pull, behind=behind)
        if behind:
            _body(c, cloth, x, top, half, tall, seed)
    _tabs(c, x, top, half, pull)


def _webbing(c: Canvas) -> Field:
    return np.asarray(1 + 0.05 * np.sin((c.y + c.x * 0.3) * 900))


def _handle(c: Canvas, x: float, top: float, half: float, pull: float, *, behind: bool) -> None:
    rise = half * (0.92 if behind else 0.84)
    part = c.window(x - half, top - rise * 1.3, x + half, top + 0.10)
    ax, ay = (part.x - x) / (half * 0.46 * pull), (part.y - top - 0.02) / rise
    power = 2.6 if pull > 0.8 else 1.7
    arch = (np.abs(ax) ** power + np.abs(ay) ** power) ** (1 / power)
    mask = part.cover((np.abs(arch - 1) - 0.105 / max(pull, 0.6)) * half * 0.46 * pull)
    mask = mask * (part.y < top + (0.004 if behind else 0.03))
    part.shadow(mask, 0.008, 0.013, 0.008, 0.22)
    part.fill(mask, dyes.light("bone"), (0.76 if behind else 1.02) * _webbing(part))


def _tabs(c: Canvas, x: float, top: float, half: float, pull: float) -> None:
    for side in (-1, 1):
        tx = x + side * half * 0.455 * pull
        part = c.window(tx - 0.05, top - 0.04, tx + 0.06, top + 0.13)
        mask = part.cover(box(part.x - tx, part.y - top - 0.042, half * 0.054, 0.040, 0.003))
        part.shadow(mask, 0.003, 0.006, 0.005, 0.28)
        part.fill(mask, dyes.light("bone"), 1.02 * _webbing(part))
        seam = np.abs(box(part.x - tx, part.y - top - 0.052, half * 0.036, 0.022, 0.001)) - 0.0010
        part.fill(part.cover(seam), dyes.light("sand"), 0.72)


def _body(
    c: Canvas, cloth: Cloth, x: float, top: float, half: float, tall: float, seed: int
) -> None:
    part = c.window(x - half * 1.4, top - 0.05, x + half * 1.45, top + tall + 0.12)
    dx = part.x - x
    y = np.clip((part.y - top) / tall, 0, 1)
    side = half * (0.965 + 0.055 * y + 0.018 * np.sin(y * 5 + seed % 5))
    mouth = top + 0.006 * np.cos(dx / half * 4)
    foot = top + tall + 0.008 * np.cos(dx / half * 2.8)
    corner = box(dx, part.y - (top + tall / 2), half * 1.06, tall / 2 + 0.012, 0.022)
    distance = np.maximum(
        np.maximum(np.abs(dx) - side, corner), np.maximum(mouth - part.y, part.y - foot)
    )
    mask = part.cover(distance)
    part.shadow(mask, 0.010, 0.038, 0.034, 0.30)
    part.shadow(mask, 0.005, 0.010, 0.007, 0.26)
    drape = 0.085 * np.sin(dx / half * 2.3 + y * 2.2 + seed) * y
    drape = drape + 0.16 * (fbm(part.x * 4, part.y * 2.6, seed) - 0.5)
    light = 1.04 + drape - 0.09 * y - 0.17 * np.abs(dx / side) ** 4 - 0.05 * dx / half
    u, v = dx / half / 2 + 0.5 + 0.006 * np.sin(y * 6), (part.y - top) / (2 * half)
    stitches = part.cover(np.abs(part.y - mouth - 0.026) - 0.0012)
    rim = np.exp(-np.clip(-distance, 0, 1) / 0.004) * 0.20
    part.cloth(mask, cloth, u, v, light * (1 - 0.25 * stitches - rim * smoothstep(0.5, 1, y)))


def use(s: Stage) -> None:
    """On a peg rail in the hall."""
    room.wall(s, 1.120)
    c = s.canvas
    room.window_light(c, 0.26, 0.62, 1.05, 0.12)
    timber.peg_rail(c, 0.170, (0.105, 0.36, 0.765))
    hat(c, 0.765, 0.355, 0.165)
    bag(c, s.cloth, 0.36, 0.435, 0.245, seed=s.seed, pull=0.62)
    for x in (0.36, 0.765):
        timber.peg(c, x, 0.170)


def hat(c: Canvas, x: float, y: float, radius: float) -> None:
    """A straw hat hung by its crown, seen from above, with a dark band."""
    part = c.window(x - radius * 1.4, y - radius * 1.4, x + radius * 1.5, y + radius * 1.6)
    dx, dy = part.x - x, (part.y - y) * 0.97
    r = np.hypot(dx, dy) / radius
    mask = part.cover((r - 1 - 0.012 * np.sin(np.arctan2(dy, dx) * 5)) * radius)
    part.shadow(mask, 0.014, 0.034, 0.026, 0.34)
    braid = 1 + 0.05 * np.sin(r * 90) + 0.03 * np.sin(np.arctan2(dy, dx) * 90 + r * 20)
    facing = (dx * 0.6 + dy * 0.8) / radius
    part.fill(mask, dyes.light("#DDBE85"), braid * (1.02 - 0.14 * facing))
    crown = part.cover((np.hypot(dx, dy + 0.004) / radius - 0.50) * radius)
    part.shadow(crown, 0.010, 0.022, 0.016, 0.34)
    part.fill(crown, dyes.light("#DDBE85"), braid * (1.10 - 0.34 * facing))
    band = part.cover((np.abs(r - 0.485) - 0.042) * radius)
    part.fill(band, dyes.light("indigo"), 1.05 - 0.5 * facing)
