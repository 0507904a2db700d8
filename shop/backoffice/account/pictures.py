"""A square code as the path of an SVG, which the template draws in the house's colours."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

_BORDER = 3


@dataclass(frozen=True, slots=True)
class SquareCode:
    """How many fields wide it is, and the dark ones as a path."""

    size: int
    path: str


def square_code(text: str) -> SquareCode:
    """Return the QR code of `text` (ISO/IEC 18004), quiet border included."""
    rows = [list(row) for row in segno.make_qr(text, error="m").matrix_iter(border=_BORDER)]
    parts = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                parts.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return SquareCode(len(rows), "".join(parts))
