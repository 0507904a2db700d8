"""Folded cloth: a stack tied with a ribbon and labelled, or one piece in a paper band."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import Field, box, turn
from shop.demo.drawing.folds import crumple
from shop.demo.drawing.props import plants, room, timber, tools
from shop.demo.drawing.studio import Canvas, Stage


def main(s: Stage) -> None:
    """Four folded pieces, every other one in turned dyes."""
    s.backdrop()
    pile(s.canvas, s.cloth, 0.5, 1.030, 0.370, seed=s.seed, layers=4)


def pile(c: Canvas, cloth: Cloth, x: float, foot: float, half: float, *, seed: int,
         layers: int = 3, ribbon: bool = True) -> None:  # fmt: skip
    """A stack standing on y = foot, each layer's folds to the front."""
    thick = half * 0.235
    rng = np.random.default_rng(seed)
    middle = foot - thick
    for number in range(layers):
        shift = x + float(rng.random() - 0.5) * 0.020 * half / 0.36
        wide = half * (1 - 0.012 * number)
        _layer(
            c,
            _other(cloth) if (layers - number) % 2 == 0 else cloth,
            shift,
            middle,
            wide,
            thick,
            number,
        )
        middle -= thick * 1.93
    if ribbon:
        top, bottom = middle + thick * 0.95, foot
        _ribbon(c, x - half * 0.40, top, bottom, half)


def _other(cloth: Cloth) -> Cloth:
    """The same pattern with ground and first dye exchanged, or the plain lining dye."""
    plain = {"kanga": 2, "ikat": 2, "strips": 2, "fans": 3}.get(cloth.family)
    if plain is not None:
        return replace(cloth, family="stripes", palette=(cloth.palette[plain],) * 2, scale=1.0)
    turned = (cloth.palette[1], cloth.palette[0], *cloth.palette[2:])
    return replace(cloth, palette=turned)


def _layer(c: Canvas, cloth: Cloth, x: float, y: float, half: float, thick: float, n: int) -> None:
    part = c.window(x - half - 0.1, y - thick - 0.06, x + half + 0.12, y + thick + 0.11)
    dx, dy = part.x - x, part.y - y
    sag = 0.004 * np.cos(dx / half * 1.5) * (1 if n else 0)
    distance = box(dx, dy - sag, half, thick, thick * 0.72)
    mask = part.cover(distance)
    part.shadow(mask, 0.006, 0.030, 0.022, 0.26)
    part.shadow(mask, 0.0, 0.007, 0.006, 0.30)
    band = dy / thick
    light = 1.08 - 0.30 * band**2 - 0.08 * band - 0.10 * dx / half * 0.4
    for place in (-0.36, 0.28):
        edge = band - place - 0.05 * np.sin(dx / half * 2.6 + n * 1.7)
        light = (
            light
            - 0.34 * np.exp(-((edge / 0.050) ** 2))
            + 0.10 * np.exp(-(((edge - 0.13) / 0.07) ** 2))
        )
    u, v = (dx + half) / (2 * half) + n * 0.37, (dy + thick) / (2 * half) + n * 0.61
    if cloth.family == "kanga":
        u, v = (dx + half) / (2 * half) * 0.86 + 0.07, (dy + thick) / (2 * half) * 0.9 + 0.49
    part.cloth(mask, cloth, u, v, light)


def _ribbon(c: Canvas, x: float, top: float, bottom: float, half: float) -> None:
    part = c.window(x - 0.09, top - 0.02, x + 0.09, bottom + 0.02)
    middle, tall = (top + bottom) / 2, (bottom - top) / 2
    mask = part.cover(box(part.x - x, part.y - middle, half * 0.055, tall + 0.002, 0.004))
    part.shadow(mask, 0.004, 0.002, 0.005, 0.30)
    bend = ((part.y - middle) / tall) ** 6
    part.fill(mask, dyes.light("calico"), 1.0 - 0.32 * bend)
    tools.label(c, x, middle, half * 0.185, half * 0.110)


def banded(s: Stage) -> None:
    """One folded piece from above, held by a paper band with the name on it."""
    s.backdrop()
    parcel(s.canvas, s.cloth, 0.5, 0.63, 0.285, 0.370, angle=-0.09, seed=s.seed)


def parcel(c: Canvas, cloth: Cloth, x: float, y: float, a: float, b: float, *, angle: float,
           seed: int, zoom: float = 1.0) -> None:  # fmt: skip
    """A flat folded cloth with a paper band around its middle."""
    px, py = turn(c.x - x, c.y - y, angle)
    for step, grow in ((2, 0.012), (1, 0.006), (0, 0.0)):
        distance = box(px - grow * 0.7, py - grow * 1.2, a + grow * 0.3, b, 0.022)
        mask = c.cover(distance)
        c.rest(mask, depth=0.9 if step == 2 else 0.1, soft=0.8 if step == 2 else 0.2)
        _face(c, cloth, mask, px, py, a, b, 1.0 - 0.13 * step, seed, zoom)
    tall = b * 0.24
    band = c.cover(np.maximum(np.abs(py - b * 0.10) - tall, np.abs(px) - a - 0.004))
    c.shadow(band, 0.003, 0.006, 0.008, 0.28)
    c.fill(band, dyes.light("calico"), 1.0 - 0.16 * (px / a) ** 8 - 0.03 * px / a)
    line = c.cover(np.abs(np.abs(py - b * 0.10) - tall + 0.014) - 0.0016) * band
    c.fill(line, cloth.plain if dyes.brightness(cloth.plain) < 0.5 else dyes.light("ink"), 1.0)
    cx, cy = x - b * 0.10 * np.sin(angle), y + b * 0.10 * np.cos(angle)
    tools.written(c, float(cx), float(cy), tall * 0.52, dyes.light("ink"), angle)


def _face(c: Canvas, cloth: Cloth, mask: Field, px: Field, py: Field, a: float, b: float,
          base: float, seed: int, zoom: float) -> None:  # fmt: skip
    u, v = (px + a) / (2 * a) * zoom, (py + b) / (2 * a) * zoom
    if cloth.family == "kanga":
        u, v = u * 0.62 + 0.19, v * 0.62 + 0.26
    rim = np.minimum(a - np.abs(px), b - np.abs(py))
    light = base * (
        1.03 - 0.22 * np.exp(-np.clip(rim, 0, 1) / 0.016) - 0.05 * px / a - 0.05 * py / b
    )
    c.cloth(mask, cloth, u, v, light + 0.16 * crumple(px * 2, py * 2, seed, 1.5))


def use(s: Stage) -> None:
    """On a stool by a wall, with a branch in a vase."""
    room.wall(s, 1.050)
    c = s.canvas
    room.window_light(c, 0.30, 0.34, 1.1)
    timber.stool(c, 0.47, 0.820, 0.330, 1.170, timber.TEAK)
    pile(c, s.cloth, 0.405, 0.820, 0.215, seed=s.seed + 1, layers=3, ribbon=False)
    plants.vase(c, 0.700, 0.822, 0.92)
