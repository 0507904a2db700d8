"""Draw one picture: a product's spec, its SKU, a colour and a view give always the same image."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Self, cast, get_args

from PIL import Image

from shop.demo.drawing import studio
from shop.demo.drawing.close import close, flat
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.objects import OBJECTS, Draw
from shop.demo.drawing.patterns import PATTERNS

View = Literal["main", "close", "folded", "use", "flat"]
VIEWS: Final[tuple[View, ...]] = ("main", "close", "folded", "use")  # of a product
_DOUBLE: Final = 2  # everything is drawn at twice the size and shrunk


@dataclass(frozen=True, slots=True)
class Spec:
    """A product's `picture` table: pattern, thing, scale, ground and dyes for each colour."""

    family: str
    object: str
    scale: float
    ground: str
    palettes: Mapping[str, tuple[str, ...]]
    variant: int = 0
    saying: str = ""

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Self:
        """Check a table from the catalogue. Raises ValueError naming what is unknown."""
        if table["family"] not in PATTERNS:
            raise ValueError(f"unknown pattern family {table['family']!r}")
        if table["object"] not in OBJECTS:
            raise ValueError(f"unknown object {table['object']!r}")
        palettes = {code: tuple(dyes) for code, dyes in table["palettes"].items()}
        return cls(
            table["family"],
            table["object"],
            float(table["scale"]),
            table["ground"],
            palettes,
            int(table.get("variant", 0)),
            table.get("saying", ""),
        )


def seed_of(sku: str) -> int:
    """The seed of a SKU: the first 32 bits of its SHA-256."""
    return int(hashlib.sha256(sku.encode()).hexdigest()[:8], 16)


def draw(spec: Spec, sku: str, colour: str, view: View, size: tuple[int, int]) -> Image.Image:
    """Draw a product in one of its colours and views; `size` is in pixels, 4 wide to 5 high."""
    seed = seed_of(sku)
    width, height = size
    canvas = studio.Canvas.blank(width * _DOUBLE, height * _DOUBLE)
    cloth = Cloth(
        spec.family, spec.palettes[colour], spec.scale, seed % 99991, spec.variant, spec.saying
    )
    stage = studio.Stage(canvas, cloth, spec.ground, seed % 99991)
    thing = OBJECTS[spec.object]
    views: dict[str, Draw] = {
        "main": thing.main, "close": close, "folded": thing.folded, "use": thing.use, "flat": flat,
    }  # fmt: skip
    views[view](stage)
    return studio.finish(canvas, seed)


def draw_job(
    table: Mapping[str, Any], sku: str, colour: str, view: str, size: tuple[int, int]
) -> Image.Image:
    """The same from a catalogue's table. Raises ValueError for what it does not know."""
    if view not in get_args(View):
        raise ValueError(f"unknown view {view!r}")
    return draw(Spec.read(table), sku, colour, cast("View", view), size)
