"""Kanga: a wide border, a field of small things, a great motif, and a saying below it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from shop.demo.drawing.dyes import brightness
from shop.demo.drawing.fields import Field, box, saw, spin, zigzag
from shop.demo.drawing.lettering import mask
from shop.demo.drawing.prints import Print

TALL = 1.335  # height of the cloth in its own widths
_BORDER = 0.150
_MIDDLE = 0.575  # the motif's height
_PANEL = 1.037  # the saying's height
_CLEAR = 0.285  # nothing small stands closer to the middle of the great motif


def kanga(p: Print) -> None:
    """Dyes: field, pale, bright, border. Variants: 0 flower, 1 star, 2 sun, 3 four leaves."""
    u, v = p.u - np.floor(p.u), p.v - np.floor(p.v / TALL) * TALL
    u = np.where(p.u == 1, np.float32(1), u)
    dx, dy = np.minimum(u, 1 - u), np.minimum(v, TALL - v)
    p.ground(0)
    _field(p, u, v)
    x, y = u - 0.5, v - _MIDDLE
    (_flower, _star, _sun, _leaves)[p.variant % 4](p, x, y)
    _saying(p, u, v)
    _border(p, np.where(dx < dy, v, u), np.minimum(dx, dy))


def _field(p: Print, u: Field, v: Field) -> None:
    y = v * 11
    row = np.floor(y)
    gx, gy = saw(u * 11 + 0.5 * (row % 2)), y - row - 0.5
    mx, my = u - gx / 11 - 0.5, (row + 0.5) / 11
    free = np.hypot(mx, my - _MIDDLE) > _CLEAR + 0.012
    free &= (np.abs(my - _PANEL) > 0.085) | (np.abs(mx) > 0.36) | (not p.saying)
    free &= (np.abs(mx) < 0.5 - _BORDER - 0.022) & (my > _BORDER + 0.022)
    free &= my < TALL - _BORDER - 0.022
    if p.variant % 2:
        p.lay(1, p.inside(np.abs(gx) + np.abs(gy) - 0.20, p.edge * 11) * free)
        p.lay(0, p.inside(np.abs(gx) + np.abs(gy) - 0.08, p.edge * 11) * free)
    else:
        p.lay(1, p.inside(np.hypot(gx, gy) - 0.15, p.edge * 11) * free)


def _flower(p: Print, x: Field, y: Field) -> None:
    r, theta = np.hypot(x, y), np.arctan2(y, x)
    rim = 0.250 + 0.012 * np.cos(theta * 16)
    p.lay(0, p.inside(r - rim - 0.030))
    p.lay(2, p.inside(r - rim))
    p.lay(0, p.inside(r - rim + 0.020))
    along, across = spin(x, y, 16)
    p.lay(1, p.inside((np.hypot((along - 0.168) / 0.052, across / 0.025) - 1) * 0.025))
    p.lay(2, p.inside((np.hypot((along - 0.172) / 0.027, across / 0.011) - 1) * 0.011))
    p.lay(2, p.inside(r - 0.107))
    p.lay(1, p.inside(r - 0.094))
    along, across = spin(x, y, 8)
    p.lay(3, p.inside((np.hypot((along - 0.052) / 0.032, across / 0.015) - 1) * 0.015))
    p.lay(0, p.inside(r - 0.016))


def _star(p: Print, x: Field, y: Field) -> None:
    diamond = np.abs(x) + np.abs(y) - 0.300
    p.lay(3, p.inside(diamond - 0.028))
    p.lay(1, p.inside(diamond))
    p.lay(3, p.inside(diamond + 0.016))
    square = np.maximum(np.abs(x), np.abs(y))
    star = np.minimum(square, (np.abs(x) + np.abs(y)) * 0.7071)
    for size, dye in ((0.150, 2), (0.128, 3), (0.112, 1), (0.080, 0), (0.055, 2), (0.028, 3)):
        p.lay(dye, p.inside(star - size))
    along, across = spin(x, y, 4)
    p.lay(2, p.inside(np.abs(along - 0.225) + np.abs(across) - 0.028))
    for sx, sy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        r = np.hypot(x - sx * 0.262, y - sy * 0.330)
        for size, dye in ((0.070, 3), (0.060, 1), (0.045, 2), (0.024, 3)):
            p.lay(dye, p.inside(r - size))


def _sun(p: Print, x: Field, y: Field) -> None:
    r = np.hypot(x, y)
    p.lay(3, p.inside(r - 0.285))
    along, across = spin(x, y, 24)
    ray = np.maximum(np.abs(across) - (0.270 - along) * 0.22, 0.150 - along)
    p.lay(2, p.inside(ray))
    along, across = spin(x, y, 24, 0.5)
    p.lay(1, p.inside(np.hypot(along - 0.248, across) - 0.011))
    for size, dye in ((0.150, 1), (0.136, 0), (0.092, 1), (0.080, 3), (0.040, 2), (0.016, 1)):
        p.lay(dye, p.inside(r - size))
    along, across = spin(x, y, 16)
    p.lay(2, p.inside(np.hypot(along - 0.114, across) - 0.012))


def _leaves(p: Print, x: Field, y: Field) -> None:
    for count, reach, phase, dye in ((4, 0.150, 0.5, 2), (4, 0.150, 0.0, 1)):
        along, across = spin(x, y, count, phase)
        long = 0.135 if phase else 0.120
        wide = 0.062 if phase else 0.040
        leaf = (np.hypot((along - reach) / long, across / wide) - 1) * wide
        p.lay(3, p.inside(leaf - 0.014))
        p.lay(dye, p.inside(leaf))
        p.lay(0 if phase else 3, p.inside(leaf + 0.020))
        p.lay(1, p.inside(np.abs(across) - 0.0035) * p.inside(np.abs(along - reach) - 0.085))
        vein = np.abs(saw((along - np.abs(across) * 0.9) * 28)) / 28 - 0.0028
        p.lay(dye, p.inside(vein) * p.inside(leaf + 0.024) * p.inside(0.006 - np.abs(across)))
    r = np.hypot(x, y)
    for size, dye in ((0.060, 3), (0.050, 1), (0.034, 2), (0.014, 3)):
        p.lay(dye, p.inside(r - size))
    for sx, sy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        along, across = spin(x - sx * 0.27, y - sy * 0.330, 6)
        drop = (np.hypot((along - 0.034) / 0.026, across / 0.012) - 1) * 0.012
        p.lay(1, p.inside(drop))
        p.lay(2, p.inside(np.hypot(x - sx * 0.27, y - sy * 0.330) - 0.014))


def _border(p: Print, t: Field, d: Field) -> None:
    here = p.inside(d - _BORDER)
    p.lay(3, here)
    if p.variant % 2:
        tooth = np.abs(saw(t * 13)) / 13
        p.lay(2, p.inside(np.maximum(np.abs(d - 0.084) + tooth * 1.1 - 0.042, -d)) * here)
        p.lay(0, p.inside(np.abs(d - 0.084) + tooth * 1.1 - 0.022) * here)
        p.lay(1, p.inside(np.hypot(saw(t * 13 + 0.5) / 13, d - 0.084) - 0.011) * here)
    else:
        r = np.hypot(saw(t * 13) / 13, d - 0.085)
        for size, dye in ((0.028, 1), (0.019, 2), (0.010, 0)):
            p.lay(dye, p.inside(r - size) * here)
    wave = zigzag(t * 26) * 0.020
    p.lay(2, p.inside(d - 0.028 - wave) * here)
    p.lay(0, p.inside(d - 0.012 - wave) * here)
    p.lay(1, p.line(d - 0.124, 0.004) * here)
    p.lay(1, p.line(d - 0.142, 0.006) * here)


@lru_cache(maxsize=16)
def _letters(saying: str) -> Field:
    return mask(saying, 1400, 130)


def _saying(p: Print, u: Field, v: Field) -> None:
    """The saying on its pale panel, as wide as it needs within the field."""
    if not p.saying:
        return
    letters = _letters(p.saying)
    high = 0.058
    wide = high * letters.shape[1] / letters.shape[0]
    if wide > 0.60:
        high, wide = high * 0.60 / wide, 0.60
    panel = box(u - 0.5, v - _PANEL, wide / 2 + 0.022, 0.046, 0.008)
    p.lay(1, p.inside(panel))
    x, y = (u - 0.5) / wide + 0.5, (v - _PANEL) / high + 0.5
    within = (x > 0) & (x < 1) & (y > 0) & (y < 1)
    rows = np.clip((y * letters.shape[0]).astype(np.int32), 0, letters.shape[0] - 1)
    columns = np.clip((x * letters.shape[1]).astype(np.int32), 0, letters.shape[1] - 1)
    dark = 3 if brightness(p.dye(3)) < brightness(p.dye(1)) * 0.35 else 0
    p.lay(dark, np.where(within, letters[rows, columns], np.float32(0)))
