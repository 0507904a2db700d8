"""Every pair of colours that carries words or an edge is readable, in both themes."""

from __future__ import annotations

import re

import pytest

from shop.web.assets import STATIC

_TOKENS = (STATIC / "css" / "tokens.css").read_text("utf-8")
_PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
_FALLBACK, _, _BOTH = _TOKENS.partition("@supports")
THEMES = {
    "light": {name: light for name, light, _dark in _PAIR.findall(_BOTH)},
    "dark": {name: dark for name, _light, dark in _PAIR.findall(_BOTH)},
}
TEXT, EDGE = 4.5, 3.0
PAIRS = [
    ("ink", "canvas", TEXT),
    ("ink", "surface", TEXT),
    ("ink", "sunken", TEXT),
    ("ink", "raised", TEXT),
    ("ink", "neutral-soft", TEXT),
    ("ink", "accent-soft", TEXT),
    ("canvas", "ink", TEXT),
    ("ink-2", "canvas", TEXT),
    ("ink-2", "surface", TEXT),
    ("ink-2", "sunken", TEXT),
    ("ink-2", "raised", TEXT),
    ("ink-2", "accent-soft", TEXT),
    ("accent", "canvas", TEXT),
    ("accent", "surface", TEXT),
    ("accent", "raised", TEXT),
    ("accent", "sunken", TEXT),
    ("accent", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    ("danger", "surface", TEXT),
    ("danger", "canvas", TEXT),
    ("danger", "danger-soft", TEXT),
    ("surface", "danger", TEXT),
    ("success", "success-soft", TEXT),
    ("warn", "warn-soft", TEXT),
    ("edge", "surface", EDGE),
    ("edge", "canvas", EDGE),
    ("edge", "raised", EDGE),
    ("focus", "canvas", EDGE),
    ("focus", "surface", EDGE),
    ("focus", "raised", EDGE),
]
# Dyes are the same in both themes; these pairs carry words on a pindo and on its button.
DYES = [("calico", "indigo"), ("on-marigold", "marigold"), ("on-marigold", "marigold-hover")]


def _luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb" as WCAG defines it, 0 to 1."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_agrees_with_known_values() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#f2a71b", "#ffffff") == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_pair_is_readable(theme: str, front: str, ground: str, least: float) -> None:
    colours = THEMES[theme]
    assert contrast(colours[front], colours[ground]) >= least


@pytest.mark.parametrize(("front", "ground"), DYES)
def test_dyes_carry_words(front: str, ground: str) -> None:
    dyes = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", _TOKENS))
    assert contrast(dyes[front], dyes[ground]) >= TEXT


def test_browsers_without_light_dark_get_the_same_light_theme() -> None:
    fallback = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6,8});", _FALLBACK))
    everything = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6,8}), ", _BOTH)
    assert everything
    assert dict(everything) == fallback


def test_every_token_in_use_exists() -> None:
    defined = set(re.findall(r"--([\w-]+):", _TOKENS))
    used = {
        (file.name, name)
        for file in (STATIC / "css").rglob("*.css")
        for name in re.findall(r"var\(--([\w-]+)", file.read_text("utf-8"))
    }
    assert {(file, name) for file, name in used if name not in defined} == set()
