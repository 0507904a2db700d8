"""Colour families: what a shopper means by blue, whatever the dye is called."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

from shop.kernel.i18n import LazyText, lazy


@dataclass(frozen=True, slots=True)
class ColourFamily:
    """A family as a filter shows it: code, name and a sample."""

    code: str
    label: LazyText
    hex: str


FAMILIES = (
    ColourFamily("red", lazy("Red"), "#b4342b"),
    ColourFamily("orange", lazy("Orange"), "#e8715a"),
    ColourFamily("yellow", lazy("Yellow"), "#f2a71b"),
    ColourFamily("green", lazy("Green"), "#1f6b4a"),
    ColourFamily("teal", lazy("Teal"), "#14808a"),
    ColourFamily("blue", lazy("Blue"), "#22307a"),
    ColourFamily("purple", lazy("Purple"), "#6a2450"),
    ColourFamily("pink", lazy("Pink"), "#e7a7a0"),
    ColourFamily("brown", lazy("Brown"), "#7a3b1e"),
    ColourFamily("white", lazy("White and cream"), "#f6efdf"),
    ColourFamily("grey", lazy("Grey"), "#8a8c92"),
    ColourFamily("black", lazy("Black"), "#17161c"),
)
BY_CODE = {family.code: index for index, family in enumerate(FAMILIES)}
_WHEEL = ((8, "red"), (30, "orange"), (68, "yellow"), (160, "green"), (200, "teal"),
          (262, "blue"), (335, "purple"), (361, "red"))  # fmt: skip
_DARK, _PALE, _DULL, _DEEP = 0.13, 0.84, 0.15, 0.50


def family_of(hex_code: str) -> int:
    """Return the index in `FAMILIES` of a colour such as `#22307a`."""
    red, green, blue = (int(hex_code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, light, _saturation = colorsys.rgb_to_hls(red, green, blue)
    chroma = max(red, green, blue) - min(red, green, blue)
    degrees = hue * 360
    if light < _DARK and chroma < _DULL:
        return BY_CODE["black"]
    if light > _PALE and chroma < _DULL * 2:
        return BY_CODE["white"]
    if chroma < _DULL * 0.6:
        return BY_CODE["grey"]
    name = next(family for limit, family in _WHEEL if degrees < limit)
    if name in {"red", "orange", "yellow"} and light < _DEEP and chroma < _DEEP and degrees < 50:  # noqa: PLR2004 - a hue
        name = "brown"
    elif name in {"red", "purple"} and light > 0.72:  # noqa: PLR2004 - a lightness
        name = "pink"
    return BY_CODE[name]


def mask_of(hex_codes: list[str]) -> int:
    """Return the bit mask of the families of several colours."""
    mask = 0
    for code in hex_codes:
        mask |= 1 << family_of(code)
    return mask
