"""A zip pouch; in use it lies on a desk with a notebook and a pencil."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import box, fbm, turn
from shop.demo.drawing.props import crockery, room, timber, tools
from shop.demo.drawing.studio import Canvas, Stage


def main(s: Stage) -> None:
    """From above, a little turned."""
    s.backdrop()
    purse(s.canvas, s.cloth, 0.5, 0.63, 0.370, angle=-0.10, seed=s.seed)


def purse(c: Canvas, cloth: Cloth, x: float, y: float, half: float, *, angle: float,
          seed: int) -> None:  # fmt: skip
    """A pouch by its middle and half its width."""
    tall = half * 0.68
    reach = half * 1.5
    part = c.window(x - reach, y - reach, x + reach, y + reach)
    dx, dy = turn(part.x - x, part.y - y, angle)
    waist = 0.010 * (dy / tall) ** 2
    distance = box(dx, dy, half - waist, tall + 0.006 * np.cos(dx / half * 3), half * 0.085)
    mask = part.cover(distance)
    part.shadow(mask, 0.010, 0.042, 0.034, 0.32)
    part.shadow(mask, 0.005, 0.012, 0.008, 0.28)
    swell = np.clip(1 - np.abs(dx / half) ** 4, 0, 1) * np.clip(1 - np.abs(dy / tall) ** 4, 0, 1)
    light = 0.68 + 0.38 * swell**0.6 - 0.09 * dy / tall - 0.05 * dx / half
    light = light + 0.10 * (fbm(dx * 7, dy * 7, seed) - 0.5)
    u, v = (dx + half) / (2 * half), (dy + tall) / (2 * half)
    part.cloth(mask, cloth, u, v, light)
    _zip(part, dx, dy + tall * 0.80, half, light)
    seam = part.cover(np.abs(distance + 0.010) - 0.0011) * (np.floor((dx + dy) * 62) % 2)
    part.fill(seam, dyes.light("calico"), 0.85)
    _pull(part, dx - half * 0.86, dy + tall * 0.80, half)


def _zip(c: Canvas, dx: np.ndarray, dy: np.ndarray, half: float, light: np.ndarray) -> None:
    tape = c.cover(np.maximum(np.abs(dy) - half * 0.046, np.abs(dx) - half * 0.94))
    c.shadow(tape, 0.0, 0.002, 0.004, 0.25)
    c.fill(tape, dyes.light("bone"), 0.97 * np.clip(light, 0.7, 1.05))
    teeth = c.cover(np.maximum(np.abs(dy) - half * 0.018, np.abs(dx) - half * 0.93))
    step = dx * 42 / half
    c.fill(teeth, dyes.light("turmeric"), 0.62 + 0.62 * ((step - np.floor(step)) > 0.45))


def _pull(c: Canvas, dx: np.ndarray, dy: np.ndarray, half: float) -> None:
    strap = c.cover(box(dx, dy - half * 0.115, half * 0.036, half * 0.135, half * 0.034))
    c.shadow(strap, 0.004, 0.009, 0.006, 0.36)
    c.fill(strap, dyes.light("#8C4A2A"), 1.05 - 6 * dx)
    hole = c.cover(np.hypot(dx, dy) - half * 0.016)
    c.fill(hole, dyes.light("turmeric"), 1.1)


def pair(s: Stage) -> None:
    """Two of them, one behind the other, the front one with its tag."""
    s.backdrop()
    c = s.canvas
    purse(c, s.cloth, 0.535, 0.445, 0.300, angle=0.20, seed=s.seed + 1)
    purse(c, s.cloth, 0.460, 0.770, 0.325, angle=-0.12, seed=s.seed)
    tools.label(c, 0.460, 0.830, 0.085, 0.046, -0.12)


def use(s: Stage) -> None:
    """On a desk: notebook, pencil, tea."""
    room.tabletop(s, timber.OAK)
    c = s.canvas
    dx, dy = turn(c.x - 0.34, c.y - 0.36, 0.12)
    for grow, tone in ((0.010, "calico"), (0.0, "#34514A")):
        cover = c.cover(box(dx - grow, dy - grow, 0.235, 0.305, 0.012))
        c.rest(cover, depth=0.7 if grow else 0.05, soft=0.7)
        c.fill(cover, dyes.light(tone), 1.02 - 0.08 * dx - 0.08 * dy)
    c.fill(c.cover(np.abs(dx + 0.185) - 0.0035) * cover, dyes.light("ink"), 0.8)
    tools.pencil(c, (0.630, 0.215), (0.700, 0.600), "marigold")
    crockery.cup(c, 0.835, 0.240, 0.092)
    purse(c, s.cloth, 0.525, 0.850, 0.315, angle=-0.14, seed=s.seed)
