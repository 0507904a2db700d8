"""A square cushion with piping; in use it leans in the corner of a sofa."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import fbm, turn
from shop.demo.drawing.props import room
from shop.demo.drawing.studio import Canvas, Stage


def main(s: Stage) -> None:
    """Seen from above on paper."""
    s.backdrop()
    pillow(s.canvas, s.cloth, 0.5, 0.62, 0.385, seed=s.seed)


def pillow(c: Canvas, cloth: Cloth, x: float, y: float, half: float, *, seed: int,
           angle: float = 0.0, cast: float = 1.0) -> None:  # fmt: skip
    """A stuffed square of half side `half` with its shadow; `cast` is the shadow's weight."""
    reach = half * 1.75
    part = c.window(x - reach, y - reach, x + reach, y + reach)
    px, py = turn(part.x - x, part.y - y, angle)
    px, py = px / half, py / half
    bow = 0.088
    sx = px * (1 + bow * (1 - np.clip(np.abs(py), 0, 1.15) ** 2))
    sy = py * (1 + bow * (1 - np.clip(np.abs(px), 0, 1.15) ** 2))
    sx, sy = sx / (1 + bow * 0.55), sy / (1 + bow * 0.55)
    norm = (np.abs(sx) ** 9 + np.abs(sy) ** 9) ** (1 / 9)
    distance = (norm - 1) * half
    mask = part.cover(distance)
    part.shadow(mask, 0.010, 0.055 * cast, 0.040 * cast, 0.30)
    part.shadow(mask, 0.006, 0.014, 0.010, 0.28)
    swell = np.clip(1 - np.abs(sx) ** 3.2, 0, 1) * np.clip(1 - np.abs(sy) ** 3.2, 0, 1)
    dome = swell**0.55
    puckers = (fbm(sx * 3 + 3, sy * 3, seed + 11) - 0.5) * 0.26 * (1 - swell)
    rays = 0.06 * np.sin(np.arctan2(sy, sx) * 26 + seed) * (1 - dome) ** 1.5
    lit = (
        0.58 + 0.50 * dome - 0.11 * sx * (1.25 - dome) - 0.16 * sy * (1.25 - dome) + puckers + rays
    )
    u, v = 0.5 + 0.5 * sx * (1 - 0.06 * swell), 0.5 + 0.5 * sy * (1 - 0.06 * swell)
    part.cloth(mask, cloth, u, v, lit)
    cord = part.cover(np.abs(distance + 0.0075 * half / 0.385) - 0.0068 * half / 0.385)
    twist = 0.86 + 0.10 * np.sin((px - py) * 190) - 0.16 * px - 0.20 * py
    part.fill(cord, trim(cloth), np.clip(twist, 0.4, 1.3))


def trim(cloth: Cloth) -> np.ndarray:
    """A piping that shows: the palette's last dye unless it is nearly the ground."""
    ground = cloth.plain
    for index in range(len(cloth.palette) - 1, 0, -1):
        if float(np.abs(cloth.dye(index) - ground).sum()) > 0.25:
            return cloth.dye(index)
    return ground


def use(s: Stage) -> None:
    """On a sofa beside a plain cushion."""
    room.wall(s, 1.085)
    room.window_light(s.canvas, 0.68, 0.28, 1.0)
    room.sofa(s, _upholstery(s.cloth))
    plain = Cloth("stripes", (s.cloth.palette[min(2, len(s.cloth.palette) - 1)],) * 2, 1.0, s.seed)
    pillow(s.canvas, plain, 0.715, 0.735, 0.150, seed=s.seed + 2, angle=-0.16, cast=0.35)
    pillow(s.canvas, s.cloth, 0.355, 0.715, 0.185, seed=s.seed, angle=0.10, cast=0.35)


def _upholstery(cloth: Cloth) -> np.ndarray:
    """Grey linen for bright cushions, a deep blue-grey for pale ones."""
    return dyes.light("#D3CEC3" if dyes.brightness(cloth.plain) < 0.45 else "#7C8A94")
