"""The things that are sold, by name: how each is drawn in its four views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
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
from shop.demo.drawing.studio import Canvas, Stage

Draw = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Thing:
    """A product's views that depend on what it is; the close-up is the same for all."""

    main: Draw
    use: Draw
    folded: Draw = stack.main


def closer(draw: Draw, x: float, y: float, factor: float) -> Draw:
    """The same scene from nearer by, its middle at (x, y)."""

    def draw_closer(s: Stage) -> None:
        c = s.canvas
        near = Canvas(x + (c.x - 0.5) / factor, y + (c.y - 0.625) / factor, c.rgb, c.unit / factor)
        draw(replace(s, canvas=near))

    return draw_closer


OBJECTS: Final[dict[str, Thing]] = {
    "rail": Thing(rail.main, rail.on_line, stack.banded),
    "line": Thing(rail.on_line, rail.main, stack.banded),
    "spread": Thing(spread.main, rail.on_line, stack.banded),
    "length": Thing(length.main, length.use),
    "cushion": Thing(cushion.main, closer(cushion.use, 0.45, 0.715, 1.32)),
    "bolster": Thing(bolster.main, closer(bolster.use, 0.47, 0.74, 1.22), stack.banded),
    "throw": Thing(throw.main, closer(throw.use, 0.40, 0.735, 1.32)),
    "stack": Thing(stack.main, closer(stack.use, 0.49, 0.755, 1.30), stack.banded),
    "napkins": Thing(napkins.main, napkins.use),
    "runner": Thing(runner.main, runner.use, stack.banded),
    "tablecloth": Thing(tablecloth.main, tablecloth.use, stack.banded),
    "tote": Thing(tote.main, closer(tote.use, 0.455, 0.535, 1.17), stack.banded),
    "pouch": Thing(pouch.main, pouch.use, pouch.pair),
    "lamp": Thing(lamp.main, lamp.use, lamp.unlit),
    "shade": Thing(lamp.unlit, lamp.use, lamp.main),
    "drum": Thing(pendant.drum, pendant.drum_use, pendant.drum_unlit),
    "pendant": Thing(pendant.main, pendant.use, pendant.unlit),
    "shirt": Thing(shirt.main, shirt.use, shirt.folded),
    "skirt": Thing(skirt.main, skirt.use, stack.banded),
    "scarf": Thing(scarf.main, closer(scarf.use, 0.5, 0.505, 1.22), stack.banded),
}
