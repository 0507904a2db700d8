"""Numbers over a plane: noise, soft thresholds and distances to simple shapes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.floating[Any]]  # float32 in practice: half the memory of float64
TAU = 6.2831853
_SIDE = 256


def smoothstep(low: float | Field, high: float | Field, x: Field) -> Field:
    """0 below `low`, 1 above `high`, an S-curve between; the limits may be swapped."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def inside(distance: Field, edge: float) -> Field:
    """1 inside a shape (distance below 0), 0 outside, soft over twice `edge`."""
    return 1 - smoothstep(-edge, edge, distance)


@lru_cache(maxsize=64)
def _table(seed: int) -> Field:
    return np.random.default_rng(seed & 0xFFFFFFFF).random((_SIDE, _SIDE), dtype=np.float32)


@lru_cache(maxsize=64)
def _wrapped(seed: int) -> Field:
    """The table in one row, with its first row and column repeated at the end."""
    return np.pad(_table(seed), (0, 1), mode="wrap").ravel()


def cell(i: Field, j: Field | float, seed: int) -> Field:
    """A fixed random number from 0 to 1 for each whole-numbered cell (i, j)."""
    rows = np.asarray(i).astype(np.int32) & (_SIDE - 1)
    columns = np.asarray(j).astype(np.int32) & (_SIDE - 1)
    return np.asarray(_table(seed)[rows, columns])


def noise(u: Field, v: Field | float, seed: int) -> Field:
    """Smooth noise from 0 to 1 with one hill for each unit."""
    v = np.asarray(v, dtype=np.float32)
    i, j = np.floor(u), np.floor(v)
    f, g = u - i, v - j
    f, g = f * f * (3 - 2 * f), g * g * (3 - 2 * g)
    first = (i.astype(np.int32) & (_SIDE - 1)) * (_SIDE + 1) + (j.astype(np.int32) & (_SIDE - 1))
    table = _wrapped(seed)
    near, far = table.take(first), table.take(first + 1)
    near += (table.take(first + (_SIDE + 1)) - near) * f
    far += (table.take(first + (_SIDE + 2)) - far) * f
    return np.asarray(near + (far - near) * g, dtype=np.float32)


def fbm(u: Field, v: Field, seed: int, octaves: int = 3) -> Field:
    """Noise of several sizes laid over each other, about 0 to 1."""
    total: Any = np.float32(0)
    share = 0.5
    for octave in range(octaves):
        total = total + share * noise(u * 2**octave, v * 2**octave, seed + octave)
        share *= 0.5
    return np.asarray(total / (1 - 0.5**octaves), dtype=np.float32)


def box(x: Field, y: Field, a: float | Field, b: float | Field, r: float = 0.0) -> Field:
    """Distance to a box of half sides a and b with corners rounded by r."""
    p, q = np.abs(x) - a + r, np.abs(y) - b + r
    return np.hypot(np.maximum(p, 0), np.maximum(q, 0)) + np.minimum(np.maximum(p, q), 0) - r


def ellipse(x: Field, y: Field, a: float, b: float) -> Field:
    """Nearly the distance to an ellipse of half axes a and b."""
    return np.asarray((np.hypot(x / a, y / b) - 1) * min(a, b))


def segment(x: Field, y: Field, start: tuple[float, float], end: tuple[float, float]) -> Field:
    """Distance to a line from start to end."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy or 1e-9
    t = np.clip(((x - start[0]) * dx + (y - start[1]) * dy) / length, 0, 1)
    return np.hypot(x - start[0] - t * dx, y - start[1] - t * dy).astype(np.float32)


def spin(x: Field, y: Field, count: int, phase: float = 0.0) -> tuple[Field, Field]:
    """Fold the plane into `count` equal sectors: along the sector's middle, and across it."""
    step = TAU / count
    angle = (np.round(np.arctan2(y, x) / step - phase) + phase) * step
    cos, sin = np.cos(angle), np.sin(angle)
    return x * cos + y * sin, y * cos - x * sin


def turn(x: Field, y: Field, angle: float) -> tuple[Field, Field]:
    """The plane's coordinates in a frame turned by `angle` radians."""
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    return x * cos + y * sin, y * cos - x * sin


def saw(x: Field) -> Field:
    """Distance from the nearest whole number's half: -0.5 to 0.5 over each unit."""
    return x - np.floor(x) - np.float32(0.5)


def zigzag(x: Field) -> Field:
    """0 at each whole number, 1 half way between, straight lines."""
    return 1 - np.abs(saw(x)) * 2
