"""The drawing: always the same for a SKU, never empty; every family, every thing, every view."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from shop.demo.drawing import dyes
from shop.demo.drawing.cloth import Cloth
from shop.demo.drawing.draw import VIEWS, Spec, draw, draw_job, seed_of
from shop.demo.drawing.objects import OBJECTS
from shop.demo.drawing.patterns import PATTERNS

SMALL = (40, 50)
DYES = ("indigo", "calico", "marigold", "madder", "lagoon")


def _table(**changes: object) -> dict[str, object]:
    table: dict[str, object] = {
        "family": "kawung",
        "object": "cushion",
        "scale": 3.0,
        "ground": "sand",
        "palettes": {"indigo": list(DYES), "leaf": ["leaf", "calico", "marigold", "cocoa", "mint"]},
        "saying": "ASANTE",
    }
    return table | changes


def _spec(**changes: object) -> Spec:
    return Spec.read(_table(**changes))


@pytest.mark.parametrize("family", sorted(PATTERNS))
@pytest.mark.parametrize("variant", range(5))
def test_every_pattern_prints_light_that_a_screen_can_show(family: str, variant: int) -> None:
    rows, columns = np.mgrid[0:60, 0:60].astype(np.float32) / 60
    light = Cloth(family, DYES, 2.0, 7, variant, "ASANTE").colour(columns, rows, 1 / 60)
    assert light.shape == (3, 60, 60)
    assert np.isfinite(light).all()
    assert light.min() >= 0
    assert light.max() < 1.5
    assert light.std() > 0.02, "a pattern is more than its ground"


@pytest.mark.parametrize("family", sorted(PATTERNS))
def test_a_palette_of_three_dyes_is_enough(family: str) -> None:
    row = np.linspace(0, 1, 50, dtype=np.float32)
    light = Cloth(family, DYES[:3], 2.0, 7, 0, "").colour(row, row, 1 / 50)
    assert np.isfinite(light).all()


@pytest.mark.parametrize("thing", sorted(OBJECTS))
@pytest.mark.parametrize("view", VIEWS)
def test_every_thing_has_every_view(thing: str, view: str) -> None:
    image = draw_job(_table(object=thing), "NY-TST-01", "indigo", view, SMALL)
    values = np.asarray(image, dtype=np.float32)
    assert image.size == SMALL
    assert values.std() > 8, "the picture shows something"
    assert values.mean() > 20, "and is not black"


def test_the_same_sku_is_always_the_same_picture() -> None:
    first, again = (draw(_spec(), "NY-TST-01", "indigo", "main", SMALL) for _ in range(2))
    assert first.tobytes() == again.tobytes()


def test_another_sku_colour_or_view_is_another_picture() -> None:
    digests = {
        hashlib.sha256(draw(_spec(object="rail"), sku, colour, "main", SMALL).tobytes()).digest()
        for sku in ("NY-TST-01", "NY-TST-02")
        for colour in ("indigo", "leaf")
    }
    assert len(digests) == 4


def test_the_seed_comes_from_the_sku() -> None:
    assert seed_of("NY-THR-01") == int(hashlib.sha256(b"NY-THR-01").hexdigest()[:8], 16)


@pytest.mark.parametrize(("key", "value"), [("family", "tartan"), ("object", "carpet")])
def test_a_table_that_makes_no_sense_is_refused_by_name(key: str, value: str) -> None:
    with pytest.raises(ValueError, match=value):
        _spec(**{key: value})


def test_an_unknown_view_is_refused() -> None:
    with pytest.raises(ValueError, match="inside"):
        draw_job(_table(), "NY-TST-01", "indigo", "inside", SMALL)


def test_dyes_go_to_light_and_back() -> None:
    for code in dyes.DYES.values():
        shown = np.rint(dyes.to_screen(dyes.light(code))).astype(int)
        assert "#" + "".join(f"{value:02X}" for value in shown) == code


def test_a_blend_is_mixed_in_light_not_in_codes() -> None:
    grey = np.rint(dyes.to_screen(dyes.blend("#000000", "#FFFFFF", 0.5)))
    assert grey[0] == 188


def test_importing_the_producer_does_not_need_numpy() -> None:
    code = "import sys, shop.demo.drawing.produce; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
