"""Strip weave: narrow woven bands sewn side by side, warp stripes in turn with weft blocks."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.fields import Field
from shop.demo.drawing.prints import Print

_TALL = 1.1


def strips(p: Print) -> None:
    """Dyes: ground, warp, heart, block, pale. Variants: 0 stepped diamonds, 1 combs and keys."""
    strip = np.floor(p.u * 2)
    x = p.u * 2 - strip
    v = p.v * _TALL + 0.5 * (strip % 2)
    row = np.floor(v)
    y = v - row
    p.ground(0)
    for place, dye in ((1, 1), (4, 2), (7, 1)):
        p.lay(dye, _between(p, x, place / 9, (place + 1) / 9))
    block = ((row + strip) % 2 > 0).astype(np.float32)
    p.lay(3, block)
    (_diamond, _comb)[p.variant % 2](p, x, y, block)
    for edge in (0.033, 0.967):
        p.lay(1, p.inside(np.abs(y - edge) - 0.033, p.edge * 2) * block)
    seam = p.inside(np.minimum(x, 1 - x) - 0.014, p.edge * 2)
    p.dim(1 - 0.40 * seam)


def _between(p: Print, x: Field, low: float, high: float) -> Field:
    return p.inside(np.abs(x - (low + high) / 2) - (high - low) / 2, p.edge * 2)


def _diamond(p: Print, x: Field, y: Field, block: Field) -> None:
    across = np.abs(np.floor((x - 0.5) * 11 + 0.5))
    along = np.abs(np.floor((y - 0.5) * 15 + 0.5))
    t = across + along
    for limit, dye in ((8, 4), (6, 0), (4, 2), (2, 1)):
        p.lay(dye, (t < limit) * block)


def _comb(p: Print, x: Field, y: Field, block: Field) -> None:
    teeth = np.floor(x * 11) % 2
    for low, dye in ((0.10, 4), (0.74, 4)):
        comb = p.inside(np.abs(y - low - 0.08) - 0.08, p.edge * 2) * teeth
        p.lay(dye, comb * block)
    p.lay(2, p.inside(np.abs(y - 0.5) - 0.18, p.edge * 2) * block)
    across = np.abs(np.floor((x - 0.5) * 11 + 0.5))
    along = np.abs(np.floor((y - 0.5) * 22 + 0.5))
    hourglass = (along <= across - 1) & (along < 4)
    p.lay(4, hourglass * block)
    p.lay(1, (hourglass & (along <= across - 3)) * block)
