"""Style sheets and scripts stay small, whole and in their place."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest

from shop.web.assets import STATIC, bundle

CSS, JS = STATIC / "css", STATIC / "js"
TEMPLATES = STATIC.parent / "templates"
CSS_LIMIT, JS_LIMIT = 12_000, 18_000
CSS_LINES, JS_LINES, COMPONENT_LINES, PARTIAL_LINES, PAGE_LINES = 150, 60, 60, 60, 120
ICONS_LIMIT = 8_000
_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")
_PHYSICAL = re.compile(r"\b(?:margin|padding|border)-(?:left|right)\b|text-align: (?:left|right)\b")


def _compressed(content: bytes) -> int:
    return len(brotli.compress(content))


def _lines(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


def test_the_style_sheet_fits_its_budget() -> None:
    assert 0 < _compressed(bundle(CSS / "shop.txt").encode()) < CSS_LIMIT


def test_the_scripts_fit_their_budget() -> None:
    htmx = (STATIC / "vendor" / "htmx.min.js").read_bytes()
    assert _compressed(htmx) + _compressed(bundle(JS / "shop.txt").encode()) < JS_LIMIT


@pytest.mark.parametrize("folder", [CSS, JS])
def test_every_file_is_bundled_once(folder: Path) -> None:
    listed = [
        name for list_file in folder.glob("*.txt") for name in list_file.read_text("utf-8").split()
    ]
    on_disk = {str(file.relative_to(folder)) for file in folder.rglob(f"*.{folder.name}")}
    assert set(listed) == on_disk
    shop = (folder / "shop.txt").read_text("utf-8").split()
    assert len(shop) == len(set(shop))


def test_files_stay_short() -> None:
    limits = [(file, CSS_LINES) for file in CSS.rglob("*.css")]
    limits += [(file, JS_LINES) for file in JS.rglob("*.js")]
    limits += [(file, COMPONENT_LINES) for file in (TEMPLATES / "components").glob("*.html")]
    limits += [
        (file, PARTIAL_LINES if file.name.startswith("_") else PAGE_LINES)
        for file in (TEMPLATES / "storefront").rglob("*.html")
    ]
    assert [str(file) for file, limit in limits if _lines(file) > limit] == []


def test_every_component_style_has_its_template() -> None:
    styles = {file.stem for file in (CSS / "components").glob("*.css")}
    macros = {file.stem for file in (TEMPLATES / "components").glob("*.html")}
    assert styles - macros == set()


def test_components_use_tokens_and_no_colour_of_their_own() -> None:
    found = {
        str(file.relative_to(CSS)): colours
        for file in CSS.rglob("*.css")
        if file.name != "tokens.css" and (colours := _COLOUR.findall(file.read_text("utf-8")))
    }
    assert found == {}


def test_every_rule_lives_in_a_layer() -> None:
    outside = []
    for file in CSS.rglob("*.css"):
        if file.name in {"layers.css", "print.css"}:
            continue
        text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL).strip()
        if not re.fullmatch(r"@layer [\w]+ \{.*\}", text, flags=re.DOTALL):
            outside.append(file.name)
    assert outside == []


def test_no_physical_sides() -> None:
    files = CSS.rglob("*.css")
    assert [file.name for file in files if _PHYSICAL.search(file.read_text("utf-8"))] == []


def test_icons_are_small() -> None:
    sizes = {file.name: file.stat().st_size for file in (STATIC / "icons").iterdir()}
    assert {"mark.svg", "icon-180.png", "icon-192.png", "icon-512.png"} <= set(sizes)
    assert max(sizes.values()) < ICONS_LIMIT
