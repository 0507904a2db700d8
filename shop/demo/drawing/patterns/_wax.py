"""What wax leaves on batik: hairline crackle where the resist broke and dye seeped in."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.fields import Field, fbm, smoothstep
from shop.demo.drawing.prints import Print


def crackle(p: Print, strength: float = 0.4) -> None:
    """Darken thin broken veins all over the print."""
    u, v = p.u, p.v
    wide = max(0.010, p.edge * 0.6)
    coarse = 1 - smoothstep(0, wide, np.abs(fbm(u * 1.9, v * 1.9, p.seed + 51) - 0.5))
    fine = 1 - smoothstep(0, wide * 0.9, np.abs(fbm(u * 4.3 + 9, v * 4.3, p.seed + 52) - 0.46))
    broken: Field = smoothstep(0.42, 0.62, fbm(u * 1.1, v * 1.1, p.seed + 53, 2))
    p.dim(1 - strength * np.clip(coarse * 0.8 + fine * broken * 0.7, 0, 1))
