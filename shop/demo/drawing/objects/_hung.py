"""Cloth that hangs from its upper edge, with folds, a hem and perhaps a fringe."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.fields import Field, cell, smoothstep
from shop.demo.drawing.folds import hanging
from shop.demo.drawing.patterns.kanga import TALL as KANGA_TALL
from shop.demo.drawing.studio import Canvas


@dataclass(frozen=True, slots=True)
class Hang:
    """Where a cloth hangs (its four edges) and how: folds, their depth, fringe, sag at the top."""

    left: float
    top: float
    right: float
    bottom: float
    folds: float = 3.2
    depth: float = 0.21
    fringe: float = 0.0
    sag: float = 0.0
    pegs: int = 3
    u: float = 0.0  # where the cloth's own coordinates begin
    v: float = 0.0
    shadow: float = 1.0


def hung(c: Canvas, cloth: Cloth, hang: Hang, seed: int) -> None:
    """Draw the cloth with its shadow."""
    width, height = hang.right - hang.left, hang.bottom - hang.top
    t = (c.x - hang.left) / width
    y = np.clip((c.y - hang.top) / height, 0, 1.05)
    folds = hanging(t, y, seed, count=hang.folds, drift=0.35)
    deep = 0.40 + 0.60 * smoothstep(0, 0.55, y)
    side = 0.0045 * np.sin(y * 3 + seed % 7) + 0.0030 * np.sin(y * 7 + seed % 5)
    dip = hang.sag * np.abs(np.sin(np.pi * np.clip(t, 0, 1) * (hang.pegs - 1)))
    top = hang.top + dip
    hem = hang.bottom + 0.0085 * folds.height + dip * 0.6
    edges = np.maximum(np.maximum(hang.left + side - c.x, c.x - hang.right - side), top - c.y)
    mask = c.cover(np.maximum(edges, c.y - hem))
    threads = _fringe(c, t, hem, hang, seed) if hang.fringe else None
    whole = mask if threads is None else np.maximum(mask, threads)
    c.shadow(whole, 0.014 * hang.shadow, 0.020 * hang.shadow, 0.020, 0.28)
    c.shadow(whole, 0.004, 0.006, 0.005, 0.24)
    if threads is not None:
        _tassels(c, cloth, threads, t, hem, hang, seed)
    tall = KANGA_TALL if cloth.family == "kanga" else height / width
    u = t + 0.0055 * folds.slope * deep + hang.u
    v = (c.y - top) / (hem - top) * tall + hang.v
    if cloth.family == "kanga":
        u, v = np.clip(u, 0, 1), np.clip(v, 0, KANGA_TALL - 1e-4)
    light = folds.light(hang.depth) ** deep * (1.03 - 0.10 * y)
    stitch = c.cover(np.abs(c.y - hem + 0.0125) - 0.0010) + c.cover(
        np.abs(c.y - top - 0.012) - 0.0010
    )
    c.cloth(mask, cloth, u, v, light * (1 - 0.20 * np.clip(stitch, 0, 1)))


_THREADS = 44


def _fringe(c: Canvas, t: Field, hem: Field, hang: Hang, seed: int) -> Field:
    """The cover of twisted tassels below the hem, each of its own length and lean."""
    k = np.floor(t * _THREADS)
    step = (hang.right - hang.left) / _THREADS
    f = t * _THREADS - k - 0.5
    long = hang.fringe * (0.88 + 0.20 * cell(k, 1.0, seed))
    q = np.clip((c.y - hem) / long, 0, 1)
    lean = (cell(k, 2.0, seed) - 0.5) * 0.45 * q**1.5
    half = 0.30 * (1 - 0.22 * q) + 0.06 * np.sin(q * 36)
    strand = c.cover((np.abs(f - lean) - half) * step)
    strand = strand * (c.y > hem - 0.004) * (q < 1)
    knot = c.cover(np.hypot(f * step, c.y - hem - 0.012) - step * 0.42)
    return np.maximum(strand, knot) * ((t > 0) & (t < 1))


def _tassels(c: Canvas, cloth: Cloth, threads: Field, t: Field, hem: Field, hang: Hang,
             seed: int) -> None:  # fmt: skip
    """Paint the fringe in the cloth's own warp where it is striped, else in its palest dye."""
    k = np.floor(t * _THREADS)
    twist = 0.86 + 0.18 * cell(k, 3.0, seed) + 0.10 * np.sin((c.y - hem) / hang.fringe * 60)
    if cloth.family == "stripes":
        u = (k + 0.5) / _THREADS + hang.u
        c.cloth(threads, cloth, u, np.full_like(u, hang.v), twist)
        return
    palest = max(
        (cloth.dye(i) for i in range(len(cloth.palette))), key=lambda rgb: float(rgb.sum())
    )
    c.fill(threads, palest, twist)
