"""Leaves: a branch in a vase, a plant in a pot."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing import dyes
from shop.demo.drawing.fields import segment, turn
from shop.demo.drawing.props import crockery
from shop.demo.drawing.studio import Canvas, Point


def leaf(c: Canvas, base: Point, angle: float, length: float, wide: float, tone: str) -> None:
    """One pointed leaf from its base, with a rib down the middle."""
    cx, cy = base[0] + np.cos(angle) * length / 2, base[1] + np.sin(angle) * length / 2
    part = c.window(cx - length * 0.7, cy - length * 0.7, cx + length * 0.7, cy + length * 0.7)
    along, across = turn(part.x - base[0], part.y - base[1], angle)
    t = np.clip(along / length, 0, 1)
    half = wide * np.sin(np.pi * t**0.8) * 0.5
    mask = part.cover(np.maximum(np.abs(across) - half, np.maximum(-along, along - length)))
    part.shadow(mask, 0.006, 0.010, 0.008, 0.16)
    side = np.where(across < 0, 1.12, 0.86)
    light = side * (0.88 + 0.22 * t)
    part.fill(mask, dyes.light(tone), light)
    part.fill(mask * part.cover(np.abs(across) - 0.0012), dyes.light("mint"), 0.75)


def branch(c: Canvas, root: Point, tip: Point, pairs: int, size: float, tone: str = "leaf") -> None:
    """A twig from root to tip with leaves in pairs, smaller towards the tip."""
    part = c.window(
        min(root[0], tip[0]) - 0.02, tip[1] - 0.02, max(root[0], tip[0]) + 0.02, root[1]
    )
    part.fill(part.cover(segment(part.x, part.y, root, tip) - 0.0035), dyes.light("olive"), 0.8)
    heading = float(np.arctan2(tip[1] - root[1], tip[0] - root[0]))
    for step in range(pairs):
        share = 0.30 + 0.70 * step / max(1, pairs - 1)
        at = (root[0] + (tip[0] - root[0]) * share, root[1] + (tip[1] - root[1]) * share)
        length = size * (1.12 - 0.42 * share)
        for side in (-1, 1):
            spread = side * (0.95 - 0.35 * share)
            leaf(c, at, heading + spread, length, length * 0.36, tone)
    leaf(c, tip, heading, size * 0.66, size * 0.24, tone)


def vase(c: Canvas, x: float, foot: float, size: float = 1.0, tone: str = "#E6D9C2",
         green: str = "leaf") -> None:  # fmt: skip
    """A round vase with two branches, standing on y = foot."""
    neck = foot - 0.205 * size
    branch(c, (x, neck + 0.02), (x - 0.075 * size, neck - 0.24 * size), 5, 0.085 * size, green)
    branch(
        c, (x + 0.005, neck + 0.02), (x + 0.085 * size, neck - 0.18 * size), 4, 0.080 * size, green
    )
    profile = (
        (0.0, 0.026),
        (0.018, 0.024),
        (0.055, 0.030),
        (0.115, 0.066),
        (0.160, 0.066),
        (0.205, 0.036),
    )
    crockery.turned(c, x, tuple((neck + y * size, half * size) for y, half in profile), tone)


def potted(c: Canvas, x: float, foot: float, size: float = 1.0, pot: str = "clay") -> None:
    """Broad leaves in a clay pot, standing on y = foot."""
    rim = foot - 0.155 * size
    for angle, length in ((-2.75, 0.17), (-0.40, 0.17), (-2.25, 0.23), (-0.88, 0.23), (-1.85, 0.27),
                          (-1.28, 0.28), (-1.57, 0.25)):  # fmt: skip
        tone = "#2A7A50" if length < 0.25 else "leaf"
        leaf(c, (x, rim + 0.015), angle, length * size, length * 0.36 * size, tone)
    profile = ((0.0, 0.088), (0.030, 0.088), (0.036, 0.080), (0.155, 0.058))
    crockery.turned(c, x, tuple((rim + y * size, half * size) for y, half in profile), pot)
