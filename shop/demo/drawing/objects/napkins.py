"""Napkins fanned out; in use one lies on a plate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import box, turn
from shop.demo.drawing.props import crockery, room
from shop.demo.drawing.studio import Canvas, Stage

_FAN = ((0.455, 0.475, -0.44, 0.272), (0.545, 0.600, -0.10, 0.280), (0.465, 0.760, 0.22, 0.286))


def main(s: Stage) -> None:
    """Three of the set, the middle one in turned dyes."""
    s.backdrop()
    for number, (x, y, angle, half) in enumerate(_FAN):
        cloth = _turned(s.cloth) if number == 1 else s.cloth
        square(s.canvas, cloth, x, y, half, angle, number)


def _turned(cloth: Cloth) -> Cloth:
    """The pattern with ground and first dye exchanged; many-coloured patterns stay as they are."""
    if cloth.family in {"ikat", "strips", "kanga"}:
        return cloth
    return replace(cloth, palette=(cloth.palette[1], cloth.palette[0], *cloth.palette[2:]))


def square(c: Canvas, cloth: Cloth, x: float, y: float, half: float, angle: float, n: int) -> None:
    """One hemmed square, folded twice and opened again: the creases still show."""
    reach = half * 1.7
    part = c.window(x - reach, y - reach, x + reach, y + reach)
    dx, dy = turn(part.x - x, part.y - y, angle)
    bow = 0.004 * np.sin(dx / half * 2 + n) + 0.003 * np.sin(dy / half * 3)
    distance = box(dx, dy, half, half, 0.006) + bow
    mask = part.cover(distance)
    part.rest(mask, depth=0.7, soft=0.7)
    u, v = (dx + half) / (2 * half) * 0.9 + n * 0.31, (dy + half) / (2 * half) * 0.9 + n * 0.17
    light = 1.03 - 0.07 * (dx + dy) / half
    for t in (dx, dy):
        light = (
            light
            - 0.12 * np.exp(-((t / 0.004) ** 2))
            + 0.07 * np.exp(-(((t + 0.010) / 0.010) ** 2))
        )
    rim = np.exp(-(((distance + 0.018) / 0.0022) ** 2))
    part.cloth(mask, cloth, u, v, light * (1 - 0.22 * rim))
    edge = part.cover(np.abs(distance + 0.0055) - 0.0055)
    part.fill(edge * mask, cloth.dye(1), light * 0.97)


def use(s: Stage) -> None:
    """A place laid: plate, folded napkin, fork and knife."""
    room.tabletop(s, "#B98F62")
    c = s.canvas
    mat = c.cover(box(c.x - 0.5, c.y - 0.64, 0.445, 0.360, 0.016))
    c.rest(mat, depth=0.4, soft=0.5)
    c.fill(mat, dyes.light("bone"), 0.97 + 0.03 * np.sin(c.x * 420) + 0.03 * np.sin(c.y * 420))
    crockery.plate(c, 0.5, 0.64, 0.295, rim=None)
    _folded(c, s.cloth, 0.5, 0.635)
    _fork(c, 0.135, 0.645)
    _knife(c, 0.865, 0.645)
    crockery.cup(c, 0.845, 0.155, 0.085)


def _folded(c: Canvas, cloth: Cloth, x: float, y: float) -> None:
    """A napkin folded to a strip with a pointed end."""
    for grow, shade in ((0.006, 0.86), (0.0, 1.0)):
        dx, dy = turn(c.x - x - grow, c.y - y - grow, 0.10)
        tail = dy - 0.250 + 0.9 * np.abs(dx)
        distance = np.maximum(np.maximum(np.abs(dx) - 0.108, -dy - 0.225), tail)
        mask = c.cover(distance)
        c.shadow(mask, 0.005, 0.011, 0.010, 0.34)
        fold = np.exp(-(((dx - 0.035) / 0.003) ** 2)) * 0.16
        light = shade * (1.04 - 0.06 * dx / 0.11 - fold + 0.05 * (dx < 0.035))
        c.cloth(mask, cloth.scaled(1.15), (dx + 0.11) / 0.44, (dy + 0.225) / 0.44, light)
        c.fill(c.cover(np.abs(distance + 0.0045) - 0.0045) * mask, cloth.dye(1), light)


def _steel(c: Canvas, mask: np.ndarray, x: float) -> None:
    c.shadow(mask, 0.006, 0.012, 0.008, 0.32)
    c.fill(mask, dyes.light("#CDCFD2"), 1.0 - 7 * (c.x - x))


def _fork(c: Canvas, x: float, y: float) -> None:
    part = c.window(x - 0.06, y - 0.25, x + 0.07, y + 0.28)
    dx, dy = part.x - x, part.y - y
    half = 0.0085 + 0.006 * np.clip(dy / 0.2, 0, 1)
    handle = np.maximum(np.abs(dx) - half, np.maximum(-dy - 0.06, dy - 0.225))
    head = box(dx, dy + 0.095, 0.024, 0.045, 0.022)
    nearest = np.round(np.clip(dx / 0.0145, -1.4, 1.4)) * 0.0145
    tines = np.maximum(np.abs(dx - nearest) - 0.0040,
                       np.abs(dy + 0.165) - 0.060)  # fmt: skip
    _steel(part, part.cover(np.minimum(np.minimum(handle, head), tines)), x)


def _knife(c: Canvas, x: float, y: float) -> None:
    part = c.window(x - 0.06, y - 0.26, x + 0.07, y + 0.28)
    dx, dy = part.x - x, part.y - y
    handle = box(dx, dy - 0.120, 0.0125, 0.105, 0.011)
    belly = 0.015 * np.sqrt(np.clip((dy + 0.235) / 0.08, 0, 1))
    blade = np.maximum(
        np.maximum(-dx - 0.015, dx + 0.004 - belly), np.maximum(-dy - 0.235, dy - 0.03)
    )
    _steel(part, part.cover(np.minimum(handle, blade)), x)
