"""Plates, bowls, fruit, cups and vases, from above and from the side."""

from __future__ import annotations

from typing import Final

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.fields import Field, box, smoothstep
from shop.demo.drawing.studio import Canvas

GLAZE: Final = "#F1EBDD"
FRUIT: Final = ((-0.26, -0.15, 0.42, "marigold"), (0.26, -0.13, 0.40, "turmeric"),
                (0.02, 0.28, 0.40, "coral"))  # fmt: skip


def _round(c: Canvas, x: float, y: float, radius: float) -> tuple[Canvas, Field, Field, Field]:
    part = c.window(x - radius * 1.5, y - radius * 1.5, x + radius * 1.6, y + radius * 1.7)
    return part, part.x - x, part.y - y, np.hypot(part.x - x, part.y - y)


def plate(c: Canvas, x: float, y: float, radius: float, glaze: str = GLAZE,
          rim: str | None = None) -> None:  # fmt: skip
    """A plate from above, with a painted rim if one is named."""
    part, dx, dy, r = _round(c, x, y, radius)
    mask = part.cover(r - radius)
    part.shadow(mask, 0.010, 0.020, 0.018, 0.34)
    part.shadow(mask, 0.003, 0.006, 0.005, 0.25)
    facing = (dx * 0.6 + dy * 0.8) / np.maximum(r, 1e-4)
    slope = smoothstep(0.66, 0.74, r / radius) * (1 - smoothstep(0.92, 1.0, r / radius))
    light = 1 - 0.02 * facing - 0.07 * facing * slope
    well = np.exp(-(((r / radius - 0.68) / 0.03) ** 2))
    part.fill(mask, dyes.light(glaze), light - 0.10 * well * (0.6 - facing * 0.8))
    if rim:
        part.fill(
            part.cover(np.abs(r - radius * 0.955) - radius * 0.028) * mask, dyes.light(rim), light
        )
        part.fill(
            part.cover(np.abs(r - radius * 0.87) - radius * 0.008) * mask, dyes.light(rim), light
        )


def bowl(c: Canvas, x: float, y: float, radius: float, inner: str = "#2F5E63", *,
         fruit: bool = True) -> None:  # fmt: skip
    """A bowl from above, with three fruits in it."""
    part, dx, dy, r = _round(c, x, y, radius)
    mask = part.cover(r - radius)
    part.shadow(mask, 0.020, 0.036, 0.028, 0.42)
    part.shadow(mask, 0.004, 0.008, 0.006, 0.28)
    facing = (dx * 0.6 + dy * 0.8) / np.maximum(r, 1e-4)
    part.fill(mask, dyes.light(GLAZE), 1.0 - 0.08 * facing)
    hollow = part.cover(r - radius * 0.89)
    depth = np.clip(r / radius / 0.89, 0, 1)
    part.fill(hollow, dyes.light(inner), 0.72 + 0.30 * depth**2 + 0.22 * facing * depth)
    if fruit:
        for fx, fy, size, dye in FRUIT:
            ball(part, x + fx * radius, y + fy * radius, size * radius, dye, hollow)


def ball(
    c: Canvas, x: float, y: float, radius: float, dye: str, within: Field | None = None
) -> None:
    """A round fruit, lit from the top left."""
    nx, ny = (c.x - x) / radius, (c.y - y) / radius
    mask = c.cover((np.hypot(nx, ny) - 1) * radius)
    mask = mask if within is None else mask * within
    c.shadow(mask, 0.005, 0.010, 0.010, 0.35)
    nz = np.sqrt(np.clip(1 - nx * nx - ny * ny, 0, 1))
    lit = np.clip(-0.45 * nx - 0.52 * ny + 0.73 * nz, 0, 1)
    c.fill(mask, dyes.light(dye), 0.42 + 0.72 * lit)
    c.glow(dyes.light("white"), mask * lit**22 * 0.22)
    c.fill(
        mask * c.cover((np.hypot(nx + 0.12, ny + 0.2) - 0.07) * radius), dyes.light("cocoa"), 1.0
    )


def cup(c: Canvas, x: float, y: float, radius: float, drink: str = "#5A2E14") -> None:
    """A small cup of tea from above."""
    part, dx, dy, r = _round(c, x, y, radius * 1.6)
    handle = part.cover(
        box(dx - radius * 1.15, dy + radius * 0.35, radius * 0.34, radius * 0.13, radius * 0.12)
    )
    mask = np.maximum(part.cover(r - radius), handle)
    part.shadow(mask, 0.012, 0.024, 0.016, 0.36)
    part.fill(mask, dyes.light(GLAZE), 1.02 - 0.08 * (dx + dy) / radius)
    tea = part.cover(r - radius * 0.84)
    part.fill(tea, dyes.light(drink), 1.0 + 0.25 * (dx + dy) / radius)
    glint = part.cover(np.hypot((dx + radius * 0.3) / 1.8, dy + radius * 0.36) - radius * 0.10)
    part.glow(dyes.light("white"), glint * 0.10)


def turned(c: Canvas, x: float, profile: tuple[tuple[float, float], ...], tone: str) -> Field:
    """A pot turned on a wheel, from the side: (y, half width) pairs from the top down."""
    ys = np.array([p[0] for p in profile], dtype=np.float32)
    halves = np.array([p[1] for p in profile], dtype=np.float32)
    widest = float(halves.max())
    part = c.window(x - widest - 0.09, float(ys[0]) - 0.04, x + widest + 0.11, float(ys[-1]) + 0.06)
    fine = np.linspace(float(ys[0]), float(ys[-1]), 64, dtype=np.float32)
    rough = np.interp(fine, ys, halves)
    padded = np.pad(rough, 3, mode="edge")
    smooth = np.convolve(padded, np.ones(7) / 7, mode="valid")
    half = np.interp(part.y, fine, smooth).astype(np.float32)
    distance = np.maximum(np.abs(part.x - x) - half, np.maximum(ys[0] - part.y, part.y - ys[-1]))
    mask = part.cover(distance)
    part.shadow(mask, 0.020, 0.012, 0.016, 0.26)
    across = np.clip((part.x - x) / np.maximum(half, 1e-3), -1, 1)
    light = 0.62 + 0.50 * np.sqrt(np.clip(1 - (across + 0.30) ** 2 / 1.7, 0, 1))
    part.fill(mask, dyes.light(tone), light)
    return mask
