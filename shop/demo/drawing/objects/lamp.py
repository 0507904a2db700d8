"""A table lamp; in use it glows beside a bed in the evening."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import box
from shop.demo.drawing.objects.cushion import trim
from shop.demo.drawing.props import crockery, timber, tools
from shop.demo.drawing.studio import Canvas, Stage

_FOOT = ((0.0, 0.016), (0.030, 0.018), (0.070, 0.040), (0.120, 0.026), (0.190, 0.062),
         (0.250, 0.040), (0.300, 0.024), (0.330, 0.030))  # fmt: skip


def main(s: Stage) -> None:
    """Standing on paper, lit."""
    s.backdrop()
    standing(s.canvas, s.cloth, 0.5, 1.130, 1.0)


def standing(c: Canvas, cloth: Cloth, x: float, foot: float, size: float, lit: float = 1.0) -> None:
    """The whole lamp, its foot on y = foot, `size` 1 for the main picture."""
    base = c.window(x - 0.25 * size, foot - 0.12, x + 0.28 * size, foot + 0.09)
    disc = base.cover(
        box(base.x - x, base.y - foot + 0.014 * size, 0.130 * size, 0.014 * size, 0.012 * size)
    )
    base.shadow(disc, 0.008, 0.018, 0.018, 0.38)
    profile = tuple((foot - 0.350 * size + y * size, half * size) for y, half in _FOOT)
    crockery.turned(c, x, profile, timber.TEAK)
    base.fill(disc, dyes.light(timber.TEAK), 1.10 - 3.2 * np.abs(base.x - x + 0.03) / size)
    shade(c, cloth, x, foot - 0.890 * size, foot - 0.370 * size, 0.245 * size, 0.352 * size, lit)


def shade(c: Canvas, cloth: Cloth, x: float, top: float, low: float, upper: float, lower: float,
          lit: float = 1.0) -> None:  # fmt: skip
    """A lamp shade: heights of its rims and half widths above and below; `lit` 0 is off."""
    tall = low - top
    glow = np.exp(
        -(((c.x - x) / (lower * 1.25)) ** 2 + ((c.y - low + tall * 0.25) / (tall * 1.05)) ** 2)
    )
    c.shade(1 + 0.20 * lit * glow)
    part = c.window(x - lower - 0.06, top - 0.08, x + lower + 0.08, low + 0.10)
    dx = part.x - x
    down = np.clip((part.y - top) / tall, 0, 1)
    half = upper + (lower - upper) * down
    dip_top, dip_low = upper * 0.125, lower * 0.105
    curve = np.sqrt(np.clip(1 - (dx / np.maximum(half, 1e-3)) ** 2, 0, 1))
    rim = top + dip_top * np.sqrt(np.clip(1 - (dx / upper) ** 2, 0, 1))
    hem = low + dip_low * np.sqrt(np.clip(1 - (dx / lower) ** 2, 0, 1))
    mask = part.cover(np.maximum(np.abs(dx) - half, np.maximum(rim - part.y, part.y - hem)))
    part.shadow(mask, 0.012, 0.020, 0.028, 0.16)
    mouth = part.cover((np.hypot(dx / upper, (part.y - top) / dip_top) - 1) * dip_top)
    part.fill(mouth, dyes.light("#FFE3AE" if lit else "#EFE7D6"), 0.96)
    angle = np.arcsin(np.clip(dx / half, -1, 1))
    u = 0.5 + angle / np.pi * 1.25
    v = (part.y - top) / (2 * lower) * 1.02 - 0.030 * curve
    warm = np.exp(-(((down - 0.60) / 0.34) ** 2)) * curve
    light = (0.60 + 0.46 * curve) * (1 + 0.34 * lit * warm) - 0.05 * dx / half
    part.cloth(mask, cloth, u, v, light)
    if lit:
        tint = np.array([1.05, 1.0, 0.90], dtype=np.float32)
        for channel in range(3):
            part.rgb[channel] *= 1 + (tint[channel] - 1) * mask
    _rims(part, cloth, dx, ((rim, upper), (hem, lower)))


def _rims(
    c: Canvas, cloth: Cloth, dx: np.ndarray, rims: tuple[tuple[np.ndarray, float], ...]
) -> None:
    for line, half in rims:
        edge = c.cover(np.maximum(np.abs(c.y - line) - 0.0065, np.abs(dx) - half - 0.002))
        bend = np.sqrt(np.clip(1 - (dx / half) ** 2, 0, 1))
        c.fill(edge, trim(cloth), 0.62 + 0.46 * bend)


def unlit(s: Stage) -> None:
    """The shade alone with its tag, as it comes out of the box."""
    s.backdrop()
    c = s.canvas
    floor = c.window(0.05, 0.85, 0.98, 1.15)
    soft = floor.cover((np.hypot((floor.x - 0.52) / 0.38, (floor.y - 0.985) / 0.05) - 1) * 0.05)
    floor.shadow(soft, 0.02, 0.012, 0.035, 0.34)
    shade(c, s.cloth, 0.5, 0.385, 0.930, 0.265, 0.385, 0.0)
    tools.swing_tag(c, (0.690, 0.450), 0.150)


def evening(s: Stage, strength: float = 1.0) -> None:
    """A wall at dusk: the paper darkened towards blue."""
    s.backdrop()
    dusk = np.array([0.40, 0.42, 0.50], dtype=np.float32) ** strength
    for channel in range(3):
        s.canvas.rgb[channel] *= dusk[channel]


def halo(c: Canvas, x: float, y: float, reach: float, strength: float) -> None:
    """Lamplight on the wall."""
    r2 = ((c.x - x) / reach) ** 2 + ((c.y - y) / reach) ** 2
    c.glow(dyes.light("#FFC982"), strength * np.exp(-r2))


def use(s: Stage) -> None:
    """On a bedside table, with a book."""
    evening(s)
    c = s.canvas
    halo(c, 0.46, 0.64, 0.42, 0.42)
    halo(c, 0.46, 0.36, 0.24, 0.16)
    top = 0.985
    timber.table(c, top, 0.12, 0.88, 1.30, timber.WALNUT)
    c.window(0, top - 0.002, 1, 1.25).shade(np.float32(0.80) * np.ones((1, 1), dtype=np.float32))
    halo(c.window(0.1, top - 0.01, 0.9, top + 0.03), 0.46, top, 0.25, 0.16)
    standing(c, s.cloth, 0.44, top, 0.80, 1.5)
    for number, (tone, wide) in enumerate((("#5B2A2A", 0.115), ("#2E4A55", 0.100))):
        y = top - 0.018 - number * 0.034
        part = c.window(0.55, y - 0.05, 0.95, y + 0.05)
        book = part.cover(box(part.x - 0.735 + number * 0.012, part.y - y, wide, 0.0165, 0.004))
        part.shadow(book, 0.006, 0.004, 0.008, 0.3)
        part.fill(book, dyes.light(tone), 1.1 - 1.2 * (part.x - 0.65))
