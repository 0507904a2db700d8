"""Tied rings: cloth gathered and bound before dyeing; wobbling rings with streaks of dye."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.fields import Field, cell, fbm, noise, smoothstep
from shop.demo.drawing.prints import Print


def rings(p: Print) -> None:
    """Dyes: ground, its depths, resist. Variants: 0 squares of rings, 1 sunbursts, 2 ripples."""
    depth = np.clip(fbm(p.u * 1.6, p.v * 1.6, p.seed + 6) * 1.3 - 0.25, 0, 1)
    p.ground(0)
    p.lay(1, depth)
    resist = (_squares, _bursts, _ripples)[p.variant % 3](p)
    p.lay(2, np.clip(resist, 0, 1) * 0.94)


def _squares(p: Print) -> Field:
    column, row = np.floor(p.u), np.floor(p.v)
    x, y = p.u - column - 0.5, p.v - row - 0.5
    sway = 0.10 * (fbm(p.u * 2.4, p.v * 2.4, p.seed) - 0.5)
    r = np.hypot(x, y) + sway
    theta = np.arctan2(y, x)
    tight = cell(row, column, p.seed)
    wave = np.sin(r * (40 + 10 * tight) + 3 * noise(p.u * 7, p.v * 7, p.seed + 2))
    streak = noise(theta * 9 + 40, r * 5, p.seed + 4)
    soft = p.edge * 22
    resist = smoothstep(-0.15 - soft, 0.55 + soft, wave) * (0.60 + 0.60 * streak)
    resist = resist * smoothstep(0.50, 0.40, r) * smoothstep(0.02, 0.06, r)
    resist = resist + 1 - smoothstep(0, 0.05, r)
    seam = np.abs(np.maximum(np.abs(x), np.abs(y)) - 0.468 + sway * 0.25) - 0.012
    stitched = smoothstep(0.25, 0.55, noise(p.u * 19, p.v * 19, p.seed + 9))
    return np.maximum(resist, p.inside(seam, 0.010) * stitched * 0.92)


def _bursts(p: Print) -> Field:
    column = np.floor(p.u)
    v = p.v + 0.5 * (column % 2)
    row = np.floor(v)
    size = 0.78 + 0.3 * cell(row, column, p.seed)
    x, y = p.u - column - 0.5, v - row - 0.5
    theta = np.arctan2(y, x)
    r = np.hypot(x, y) / size + 0.09 * (fbm(p.u * 2.6, p.v * 2.6, p.seed) - 0.5)
    ragged = 0.07 * (noise(theta * 7 + 40, r * 3, p.seed + 4) - 0.5)
    streak = 0.55 + 0.7 * noise(theta * 11 + 60, r * 4, p.seed + 7)
    soft = max(0.018, p.edge)
    resist = np.zeros_like(r)
    for radius, half in ((0.0, 0.045), (0.150, 0.030), (0.255, 0.026), (0.375, 0.036)):
        resist = np.maximum(resist, 1 - smoothstep(-soft, soft, np.abs(r + ragged - radius) - half))
    dots = noise(p.u * 13, p.v * 13, p.seed + 8)
    between = smoothstep(0.47, 0.53, r) * smoothstep(0.80, 0.90, dots)
    return np.asarray(np.maximum(resist * streak, between * 0.7))


def _ripples(p: Print) -> Field:
    bend = 0.16 * np.sin(p.u * 6.2832) + 0.14 * (fbm(p.u * 1.4, p.v * 1.4, p.seed) - 0.5)
    t = (p.v + bend) * 5
    streak = noise(p.u * 34, np.floor(t) * 3.7, p.seed + 4)
    wave = np.sin(t * 6.2832 + 1.6 * (streak - 0.5))
    soft = p.edge * 30
    resist = smoothstep(0.05 - soft, 0.60 + soft, wave) * (0.40 + 0.85 * streak)
    return np.asarray(resist, dtype=np.float32)
