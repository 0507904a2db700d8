"""Ray-and-ring discs in half-drop, as on wax prints: suns, records, or great flowers."""

from __future__ import annotations

import numpy as np

from shop.demo.drawing.fields import TAU, Field, cell, fbm, saw, smoothstep, spin
from shop.demo.drawing.prints import Print


def discs(p: Print) -> None:
    """Dyes: ground, veins and eye, rays, ring, pale. Variants: 0 suns, 1 records, 2 flowers."""
    column = np.floor(p.u)
    v = p.v + 0.5 * (column % 2)
    row = np.floor(v)
    x, y = p.u - column - 0.5, v - row - 0.5
    angle = cell(row, column, p.seed) * TAU
    cos, sin = np.cos(angle), np.sin(angle)
    x, y = x * cos + y * sin, y * cos - x * sin
    r = np.hypot(x, y) + 0.010 * p.noise(5)
    (_suns, _records, _flowers)[p.variant % 3](p, x, y, r)


def _veins(p: Print) -> None:
    """The crackled ground of a wax print."""
    vein = np.abs(fbm(p.u * 3.1, p.v * 3.1, p.seed + 3) - 0.5)
    broken = smoothstep(0.40, 0.60, fbm(p.u * 1.7, p.v * 1.7, p.seed + 4, 2))
    p.lay(1, (1 - smoothstep(0, max(0.020, p.edge), vein)) * 0.75 * broken)


def _suns(p: Print, x: Field, y: Field, r: Field) -> None:
    p.ground(0)
    _veins(p)
    theta = np.arctan2(y, x)
    rim = 0.455 + 0.022 * np.cos(theta * 14)
    p.lay(4, p.inside(r - rim))
    p.lay(2, p.inside(r - rim + 0.034))
    tooth = np.abs(saw(theta * 28 / TAU)) * 2
    ray = p.inside(tooth - 1 + smoothstep(0.26, 0.41, r), 0.05)
    p.lay(4, ray * p.inside(r - 0.40) * (1 - p.inside(r - 0.27)))
    p.lay(3, p.inside(r - 0.268))
    along, across = spin(x, y, 18)
    p.lay(4, p.inside(np.hypot(along - 0.222, across) - 0.019))
    p.lay(0, p.line(r - 0.175, 0.013))
    p.lay(1, p.inside(r - 0.152))
    p.lay(4, p.inside(r - 0.082 - 0.050 * np.cos(theta * 8)))
    p.lay(2, p.inside(r - 0.045))


def _records(p: Print, x: Field, y: Field, r: Field) -> None:
    p.ground(0)
    distance = np.abs(saw(r * 15)) / 15
    away = 1 - p.inside(r - 0.44)
    p.lay(1, p.inside(distance - 0.009) * away * 0.85)
    p.lay(4, p.inside(r - 0.435))
    p.lay(3, p.inside(r - 0.405))
    along, across = spin(x, y, 20)
    wedge = np.maximum(np.abs(across) - (along - 0.250) * 0.20, np.abs(along - 0.325) - 0.062)
    p.lay(2, p.inside(wedge))
    p.lay(4, p.inside(r - 0.245))
    p.lay(0, p.inside(r - 0.215))
    along, across = spin(x, y, 10)
    p.lay(2, p.inside(np.hypot(along - 0.165, across) - 0.030))
    p.lay(4, p.inside(np.hypot(along - 0.165, across) - 0.012))
    p.lay(1, p.inside(r - 0.105))
    p.lay(4, p.line(r - 0.072, 0.011))
    p.lay(3, p.inside(r - 0.040))


def _flowers(p: Print, x: Field, y: Field, r: Field) -> None:
    p.ground(0)
    dotted = np.hypot(saw(p.u * 6) / 6, saw(p.v * 6 + np.floor(p.u * 6) * 0.5) / 6)
    p.lay(1, p.inside(dotted - 0.018) * (1 - p.inside(r - 0.47)) * 0.9)
    for count, reach, wide, phase, dye in ((9, 0.315, 0.120, 0.5, 3), (9, 0.265, 0.100, 0.0, 2)):
        along, across = spin(x, y, count, phase)
        petal = (np.hypot((along - reach) / 0.150, across / wide) - 1) * wide
        p.lay(4, p.inside(petal))
        p.lay(dye, p.inside(petal + 0.022))
        p.lay(4, p.inside(np.abs(across) - 0.006) * p.inside(np.abs(along - reach) - 0.085))
    p.lay(4, p.inside(r - 0.150))
    p.lay(0, p.inside(r - 0.128))
    along, across = spin(x, y, 12)
    p.lay(2, p.inside(np.hypot(along - 0.092, across) - 0.016))
    p.lay(1, p.inside(r - 0.055))
    p.lay(4, p.inside(r - 0.022))
