"""The close-up: the cloth alone, with a deep soft fold across it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shop.demo.drawing.fields import smoothstep, turn
from shop.demo.drawing.folds import crumple
from shop.demo.drawing.studio import Stage

_ZOOM = 0.52  # how much of the thing's width the picture shows


def close(s: Stage) -> None:
    """Fill the picture with cloth; where the fold runs depends on the seed."""
    c = s.canvas
    rng = np.random.default_rng(s.seed + 77)
    angle = float(rng.choice([-0.62, 0.55, 0.95, -0.95])) + float(rng.random() - 0.5) * 0.1
    along, across = turn(c.x - 0.5, c.y - 0.62, angle)
    at = across - 0.035 * np.sin(along * 4.2 + s.seed % 6) - 0.02
    first = np.exp(-((at / 0.085) ** 2))
    second = np.exp(-(((at - 0.36) / 0.13) ** 2)) * 0.55 + np.exp(-(((at + 0.40) / 0.15) ** 2)) * 0.45
    slope = -2 * at / 0.085 * first * 0.5 + 0.35 * np.gradient(second, axis=0) / c.unit * 0.05
    facing = 1 if np.cos(angle) > 0 else -1
    light = 1.0 - 0.42 * slope * facing * 0.9 + 0.14 * second + 0.06 * first
    hollow = np.exp(-(((at - facing * 0.115) / 0.045) ** 2))
    light = light - 0.34 * hollow + 0.30 * crumple(c.x, c.y, s.seed, 1.4)
    light = np.clip(light, 0.30, 1.35) * (1.05 - 0.16 * smoothstep(0, 1.4, np.hypot(c.x - 0.3, c.y - 0.35)))
    u, v = turn(c.x - 0.5, c.y - 0.62, 0.06)
    zoom = 0.80 if s.cloth.family in {"kanga", "stripes", "strips", "marks", "ikat"} else _ZOOM
    zoom = 0.62 if s.cloth.family == "kanga" else zoom
    u, v = u * zoom + 0.42, v * zoom + 0.55
    if s.cloth.family == "kanga":
        u, v = u - 0.08, v + 0.30
    u = u + 0.030 * slope * np.sin(angle)
    v = v + 0.030 * slope * np.cos(angle)
    c.cloth(np.ones_like(c.x), replace(s.cloth, weave=1.5), u.astype(np.float32), v.astype(np.float32), light)
