"""Producing pictures: an honest list, nothing drawn twice, nothing left over; what is committed."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from shop.demo.drawing import produce as producing

ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "shop" / "demo" / "pictures"
CATALOGUE = ROOT / "shop" / "demo" / "nyuzi"
MOST_BYTES = 11_500_000


def _product(**palettes: list[str]) -> dict[str, Any]:
    picture = {"family": "fans", "object": "tote", "scale": 2, "ground": "sand"}
    colours = [{"code": code} for code in palettes]
    return {"sku": "NY-TST-01", "colours": colours, "picture": picture | {"palettes": palettes}}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures of a few pixels and no heroes, so that a test takes a moment."""
    for name in ("_LEAD", "_COLOUR", "_VIEW"):
        monkeypatch.setattr(producing, name, ((16, 24), (16,)))
    monkeypatch.setattr(producing, "HEROES", ())


TWO = {"leaf": ["calico", "leaf", "marigold", "coral", "ink"], "plum": ["calico", "plum", "rose"]}


@pytest.mark.usefixtures("small")
def test_all_colours_get_a_main_view_and_the_first_gets_the_rest(tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    listed = producing.produce(
        [_product(**TWO)], tmp_path, lambda done, total, name: seen.append((done, total, name))
    )
    assert sorted(listed) == [
        "ny-tst-01-leaf-close",
        "ny-tst-01-leaf-folded",
        "ny-tst-01-leaf-main",
        "ny-tst-01-leaf-use",
        "ny-tst-01-plum-main",
    ]
    assert [(done, total) for done, total, _ in seen] == [(n, 5) for n in range(1, 6)]
    assert json.loads((tmp_path / "manifest.json").read_text("utf-8")) == listed
    _check_honest(tmp_path, listed)


@pytest.mark.usefixtures("small")
def test_only_what_is_missing_or_changed_is_drawn(tmp_path: Path) -> None:
    drawn: list[str] = []

    def tell(_done: int, _total: int, name: str) -> None:
        drawn.append(name)

    producing.produce([_product(**TWO)], tmp_path, tell)
    drawn.clear()
    producing.produce([_product(**TWO)], tmp_path, tell)
    assert drawn == []
    (tmp_path / "ny-tst-01-leaf-use-24.avif").unlink()
    producing.produce([_product(**TWO | {"plum": ["plum", "calico", "rose"]})], tmp_path, tell)
    assert sorted(drawn) == ["ny-tst-01-leaf-use", "ny-tst-01-plum-main"]


@pytest.mark.usefixtures("small")
def test_what_no_product_needs_is_removed(tmp_path: Path) -> None:
    producing.produce([_product(**TWO)], tmp_path)
    listed = producing.produce([_product(leaf=TWO["leaf"])], tmp_path)
    assert not list(tmp_path.glob("*plum*"))
    assert "ny-tst-01-plum-main" not in listed


@pytest.mark.usefixtures("small")
def test_the_contact_sheet_shows_every_picture_of_a_view(tmp_path: Path) -> None:
    producing.produce([_product(**TWO)], tmp_path)
    sheet = producing.contact_sheet(tmp_path, columns=2, width=20, view="-main")
    assert sheet.size == (2 * 24, 1 * 29)


def _check_honest(folder: Path, listed: dict[str, Any]) -> None:
    """Each file is what the list says: format, size in pixels, size in bytes."""
    for name, entry in listed.items():
        for copy in entry["renditions"]:
            path = folder / copy["file"]
            assert path.name == f"{name}-{copy['width']}.{copy['format']}"
            assert path.stat().st_size == copy["bytes"]
            with Image.open(path) as image:
                assert image.size == (copy["width"], copy["height"])
                assert (image.format or "").lower() == copy["format"]
        widest = max(copy["width"] for copy in entry["renditions"])
        assert entry["width"] == widest
        assert {copy["format"] for copy in entry["renditions"]} == {"avif", "webp"}


def test_the_committed_pictures_are_listed_honestly_and_nothing_else_lies_there() -> None:
    listed = producing.load_manifest(PICTURES)
    _check_honest(PICTURES, listed)
    named = {copy["file"] for entry in listed.values() for copy in entry["renditions"]}
    assert {path.name for path in PICTURES.iterdir()} == named | {"manifest.json"}


def test_every_product_of_the_demo_has_its_pictures_as_its_table_says() -> None:
    listed = producing.load_manifest(PICTURES)
    wanted = {job.name: job.recipe for job in producing.jobs(producing.read_catalogue(CATALOGUE))}
    assert {name: entry["recipe"] for name, entry in listed.items()} == wanted


def test_the_committed_pictures_stay_small() -> None:
    listed = producing.load_manifest(PICTURES)
    copies = [copy for entry in listed.values() for copy in entry["renditions"]]
    assert sum(copy["bytes"] for copy in copies) < MOST_BYTES
    cards = [c["bytes"] for c in copies if (c["width"], c["format"]) == (360, "avif")]
    assert statistics.median(cards) < 14_000
    assert max(cards) < 26_000
