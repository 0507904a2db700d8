"""The things that are sold, by name: how each is drawn in its four views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from shop.demo.drawing.objects import (
    bolster,
    cushion,
    lamp,
    length,
    napkins,
    pendant,
    pouch,
    rail,
    runner,
    scarf,
    shirt,
    skirt,
    spread,
    stack,
    tablecloth,
    throw,
    tote,
)
from shop.demo.drawing.studio import Stage

Draw = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Thing:
    """A product's views that depend on what it is; the close-up is the same for all."""

    main: Draw
    use: Draw
    folded: Draw = stack.main


OBJECTS: Final[dict[str, Thing]] = {
    "rail": Thing(rail.main, rail.on_line, stack.banded),
    "line": Thing(rail.on_line, rail.main, stack.banded),
    "spread": Thing(spread.main, rail.on_line, stack.banded),
    "length": Thing(length.main, length.use),
    "cushion": Thing(cushion.main, cushion.use),
    "bolster": Thing(bolster.main, bolster.use, stack.banded),
    "throw": Thing(throw.main, throw.use),
    "stack": Thing(stack.main, stack.use, stack.banded),
    "napkins": Thing(napkins.main, napkins.use),
    "runner": Thing(runner.main, runner.use, stack.banded),
    "tablecloth": Thing(tablecloth.main, tablecloth.use, stack.banded),
    "tote": Thing(tote.main, tote.use, stack.banded),
    "pouch": Thing(pouch.main, pouch.use, pouch.pair),
    "lamp": Thing(lamp.main, lamp.use, lamp.unlit),
    "pendant": Thing(pendant.main, pendant.use, pendant.unlit),
    "shirt": Thing(shirt.main, shirt.use, shirt.folded),
    "skirt": Thing(skirt.main, skirt.use, stack.banded),
    "scarf": Thing(scarf.main, scarf.use, stack.banded),
}
