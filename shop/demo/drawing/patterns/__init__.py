"""The pattern families by name; each prints itself on a `Print`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from shop.demo.drawing.patterns.discs import discs
from shop.demo.drawing.patterns.fans import fans
from shop.demo.drawing.patterns.ikat import ikat
from shop.demo.drawing.patterns.kanga import kanga
from shop.demo.drawing.patterns.kawung import kawung
from shop.demo.drawing.patterns.lattice import lattice
from shop.demo.drawing.patterns.marks import marks
from shop.demo.drawing.patterns.parang import parang
from shop.demo.drawing.patterns.rings import rings
from shop.demo.drawing.patterns.rosettes import rosettes
from shop.demo.drawing.patterns.stripes import stripes
from shop.demo.drawing.patterns.strips import strips
from shop.demo.drawing.prints import Print

PATTERNS: Final[dict[str, Callable[[Print], None]]] = {
    "kawung": kawung,
    "parang": parang,
    "discs": discs,
    "ikat": ikat,
    "rosettes": rosettes,
    "rings": rings,
    "fans": fans,
    "strips": strips,
    "lattice": lattice,
    "stripes": stripes,
    "marks": marks,
    "kanga": kanga,
}
