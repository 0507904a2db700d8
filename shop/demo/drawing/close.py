"""The cloth alone: a close-up with threads showing and a fold, and a flat hanging piece."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shop.demo.drawing.fields import Field, smoothstep, turn
from shop.demo.drawing.folds import crumple, hanging
from shop.demo.drawing.studio import Stage

_ZOOM = 0.50  # how much of the thing's width the picture shows
_WIDE = {"kanga": 0.60, "stripes": 0.72, "strips": 0.72, "marks": 0.72, "ikat": 0.66}
_ROLL = 0.085  # radius of the fold's rounded edge, in picture widths


def close(s: Stage) -> None:
    """Fill the picture with cloth; where the fold runs depends on the seed."""
    c = s.canvas
    rng = np.random.default_rng(s.seed + 77)
    angle = float(rng.choice([-0.52, -0.34, 0.40])) + float(rng.random() - 0.5) * 0.12
    along, across = turn(c.x - 0.5, c.y - 0.62, angle)
    at = across - 0.17 - 0.022 * np.sin(along * 4.0 + s.seed % 6)
    cloth = replace(s.cloth, weave=1.5)
    soft = 0.24 * crumple(c.x, c.y, s.seed, 1.3) + 0.035 * np.sin(across * 9 + along * 2)
    soft = soft + 0.03 - 0.14 * smoothstep(0, 1.5, np.hypot(c.x - 0.25, c.y - 0.30))
    under = 1 - c.cover(-at)
    lower = c.cover(-at)
    u2, v2 = _place(s, along, across + 0.11, angle, shift=0.43)
    past = np.clip(at, 0, 2)
    dark = 1 - 0.56 * np.exp(-past / 0.050) - 0.14 * np.exp(-past / 0.20)
    c.cloth(lower, cloth, u2, v2, (0.96 + soft) * dark)
    near = np.clip((at + _ROLL) / _ROLL, 0, 0.999)
    bend = (np.arcsin(near) - near) * _ROLL
    u, v = _place(s, along, across + bend, angle, shift=0.0)
    light = 1.0 + soft + 0.13 * np.exp(-(((at + _ROLL) / 0.045) ** 2)) - 0.40 * near**3
    c.cloth(under, cloth, u, v, light)


def _place(
    s: Stage, along: Field, across: Field, angle: float, *, shift: float
) -> tuple[Field, Field]:
    """The cloth's own coordinates at a place of the picture, slightly turned."""
    x, y = turn(along, across, -angle + 0.06)
    zoom = _WIDE.get(s.cloth.family, _ZOOM)
    u, v = x * zoom + 0.46 + shift, y * zoom + 0.55 + shift * 0.6
    if s.cloth.family == "kanga":
        u, v = x * zoom + 0.34 + shift * 0.4, y * zoom + 0.82 + shift * 0.5
    return u.astype(np.float32), v.astype(np.float32)


def flat(s: Stage) -> None:
    """Cloth hanging in soft folds from edge to edge of the picture."""
    c = s.canvas
    folds = hanging(c.x, c.y / 1.25, s.seed, count=2.4, drift=0.3)
    u = c.x + 0.006 * folds.slope
    c.cloth(np.ones_like(c.x), s.cloth, u, c.y.copy(), folds.light(0.20))
