"""Folds of hanging and lying cloth: how far it sways, and how the light falls on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shop.demo.drawing.fields import TAU, Field, fbm, smoothstep


@dataclass(frozen=True, slots=True)
class Folds:
    """The relief of a draped cloth: its height and its slope to the left, about -1 to 1."""

    height: Field
    slope: Field

    def light(self, strength: float) -> Field:
        """Light from the top left: slopes turned to it are bright, hollows dim."""
        hollow = np.clip(-self.height, 0, 2)
        sheen = np.clip(self.slope, 0, 2) ** 3 * 0.10
        light = 1 + strength * (self.slope * 0.85 - hollow * 0.45 + sheen)
        return np.asarray(light, dtype=np.float32)


def hanging(t: Field, y: Field, seed: int, *, count: float, drift: float = 0.5) -> Folds:
    """Upright folds across t (0 to 1), `count` of them, wandering as they fall through y."""
    rng = np.random.default_rng(seed)
    bend = 0.03 * (fbm(t * 3, y * 1.5, seed, 2) - 0.5)
    height = np.zeros(np.broadcast(t, y).shape, dtype=np.float32)
    slope = np.zeros_like(height)
    for octave, share in ((1.0, 0.55), (1.73, 0.40), (0.57, 0.35), (2.9, 0.18)):
        turn, lean = rng.random() * TAU, (rng.random() - 0.5) * drift
        angle = TAU * (count * octave * (t + bend) + lean * y) + turn
        height += share * np.sin(angle)
        slope += share * np.cos(angle)
    return Folds(height, slope)


def crumple(u: Field, v: Field, seed: int, size: float = 3.0) -> Field:
    """Soft creases of a lying cloth: about -0.5 to 0.5."""
    ridge = fbm(u * size, v * size, seed, 3) - 0.5
    crease = 0.5 - np.abs(fbm(u * size * 0.8 + 7, v * size * 0.8, seed + 9, 2) - 0.5) * 6
    return np.asarray(ridge * 0.8 + np.clip(crease, 0, 1) * 0.16, dtype=np.float32)


def gathered(t: Field, y: Field, seed: int, count: float) -> Folds:
    """Deep regular pleats that open as they fall: for skirts, curtains and table cloths."""
    rng = np.random.default_rng(seed)
    sway = 0.12 * np.sin(TAU * (t * 1.3 + rng.random())) + 0.05 * np.sin(TAU * (y + rng.random()))
    angle = TAU * (count * t + sway * smoothstep(0, 1, y) * 2) + rng.random() * TAU
    height = np.sin(angle) + 0.25 * np.sin(angle * 2 + 1)
    slope = np.cos(angle) + 0.35 * np.cos(angle * 2 + 1)
    return Folds((height * 0.8).astype(np.float32), (slope * 0.8).astype(np.float32))
