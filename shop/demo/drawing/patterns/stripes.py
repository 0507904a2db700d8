"""Plain stripes and checks: the borders of a wrap cloth, even bands, a checked blanket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from shop.demo.drawing.fields import Field
from shop.demo.drawing.prints import Print

Band = tuple[float, float, int]  # from, to (in cloth widths), which dye

_BORDER: Final[Sequence[Band]] = (
    (0.0, 0.07, 1), (0.085, 0.10, 2), (0.115, 0.16, 0), (0.18, 0.205, 3), (0.225, 0.235, 2),
    (0.25, 0.30, 1), (0.315, 0.325, 2),
)  # fmt: skip
_EVEN: Final[Sequence[Band]] = (
    (0.0, 0.14, 1), (0.14, 0.165, 3), (0.20, 0.215, 2), (0.25, 0.34, 2), (0.34, 0.365, 1),
    (0.42, 0.435, 3), (0.47, 0.485, 3), (0.53, 0.60, 1), (0.60, 0.65, 3), (0.70, 0.715, 2),
    (0.76, 0.90, 2), (0.90, 0.925, 3),
)  # fmt: skip
_CHECK: Final[Sequence[Band]] = (
    (0.0, 0.16, 1), (0.20, 0.225, 2), (0.25, 0.275, 2), (0.50, 0.66, 1), (0.70, 0.72, 3),
    (0.76, 0.78, 3),
)  # fmt: skip
_FINE: Final[Sequence[Band]] = (
    (0.02, 0.032, 1), (0.055, 0.067, 1), (0.09, 0.102, 1), (0.125, 0.137, 1), (0.19, 0.25, 2),
    (0.265, 0.275, 3), (0.33, 0.342, 1), (0.365, 0.377, 1), (0.42, 0.432, 3), (0.46, 0.54, 2),
)  # fmt: skip


def stripes(p: Print) -> None:
    """Dyes: ground and three stripes. Variants: 0 borders, 1 even, 2 checks, 3 fine, 4 bands."""
    p.ground(0)
    if p.variant == 2:
        _woven(p)
    elif p.variant == 4:
        _lay(p, p.v, _EVEN)
    else:
        bands = {1: _EVEN, 3: _FINE}.get(p.variant, _BORDER)
        _lay(p, p.u, bands, mirrored=bands is not _EVEN)


def _lay(p: Print, t: Field, bands: Sequence[Band], *, mirrored: bool = False) -> None:
    x = t - np.floor(t)
    x = np.minimum(x, 1 - x) if mirrored else x
    for low, high, dye in bands:
        p.lay(dye, p.inside(np.abs(x - (low + high) / 2) - (high - low) / 2))


def _woven(p: Print) -> None:
    """Warp and weft cross: where they do, a twill line shows a little of each."""
    for t in (p.u, p.v):
        x = t - np.floor(t)
        share = 1.0 if t is p.u else 0.5
        for low, high, dye in _CHECK:
            p.lay(dye, p.inside(np.abs(x - (low + high) / 2) - (high - low) / 2) * share)
