"""Overlapping fans, row upon row, each in a dye of its own; or shells of one dye with rays."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.fields import TAU, Field, saw
from shop.demo.drawing.prints import Print

_REACH = 0.5
_ROWS = 3.0


def fans(p: Print) -> None:
    """Dyes: ground, three fans, edges. Variants: 0 fans with rays and an eye, 1 plain arcs."""
    p.ground(0)
    rows = np.floor(p.v * _ROWS)
    for below in (-2, -1, 0, 1, 2):
        row = rows - below
        middle = (row + 1) / _ROWS
        shift = 0.5 * (row % 2)
        centre = np.round(p.u - shift) + shift
        x, y = p.u - centre, p.v - middle
        r = np.hypot(x, y)
        above = (y <= 1e-6).astype(np.float32)
        cover = p.inside(r - _REACH) * above
        turn = np.floor(centre + row) % 3
        dye = np.stack([
            np.where(turn == 1, p.dye(2)[c], np.where(turn == 2, p.dye(3)[c], p.dye(1)[c]))
            for c in range(3)
        ])  # fmt: skip
        p.lay(dye, cover)
        (_rays, _arcs)[p.variant % 2](p, x, y, r / _REACH, cover, dye)


def _rays(p: Print, x: Field, y: Field, t: Field, cover: Field, dye: Field) -> None:
    soft = p.edge * 2
    p.lay(4, p.line(t - 0.962, 0.034, soft) * cover)
    p.lay(4, p.line(t - 0.80, 0.020, soft) * cover)
    ray = np.abs(saw(np.arctan2(y, x) * 44 / TAU))
    p.lay(4, p.inside(ray - 0.17, 0.05) * p.inside(np.abs(t - 0.57) - 0.15, soft) * cover)
    p.lay(0, p.inside(t - 0.42, soft) * cover)
    p.lay(4, p.line(t - 0.33, 0.026, soft) * cover)
    p.lay(dye, p.inside(t - 0.21, soft) * cover)


def _arcs(p: Print, x: Field, y: Field, t: Field, cover: Field, dye: Field) -> None:
    del x, y
    soft = p.edge * 2
    p.lay(4, p.inside(np.abs(t - 0.97) - 0.045, soft) * cover)
    p.lay(0, p.inside(np.abs(t - 0.76) - 0.040, soft) * cover)
    p.lay(4, p.inside(np.abs(t - 0.53) - 0.075, soft) * cover)
    p.lay(dye, p.inside(np.abs(t - 0.53) - 0.030, soft) * cover)
    p.lay(0, p.inside(t - 0.28, soft) * cover)
    p.lay(4, p.inside(t - 0.15, soft) * cover)
