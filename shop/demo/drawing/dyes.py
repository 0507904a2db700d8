"""The palette: dyes, studio grounds and how colours become light and back."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from shop.demo.drawing.fields import Field

DYES: Final = {
    "indigo": "#22307A",
    "midnight": "#141A3E",
    "sky": "#7FA3D6",
    "madder": "#B4342B",
    "coral": "#E8715A",
    "marigold": "#F2A71B",
    "turmeric": "#D98A12",
    "henna": "#7A3B1E",
    "cocoa": "#3A2018",
    "leaf": "#1F6B4A",
    "lagoon": "#14808A",
    "mint": "#A9D3BE",
    "plum": "#6A2450",
    "rose": "#E7A7A0",
    "calico": "#F6EFDF",
    "bone": "#EADFC8",
    "sand": "#D9C5A0",
    "ink": "#17161C",
    "white": "#FFFDF6",
    "clay": "#B5613C",
    "olive": "#6B6A2A",
    "frost": "#DDE6F3",
}

# The studio's paper backgrounds, top to bottom: pale, so that every dye stands out on one of them.
GROUNDS: Final = {
    "sand": ("#F0E6D4", "#E3D2B5"),
    "linen": ("#EFEBE2", "#DDD6C7"),
    "stone": ("#E9E8E4", "#D4D2CB"),
    "mist": ("#E2EBEA", "#CBDAD9"),
    "sky": ("#E3EAF2", "#CAD6E4"),
    "lilac": ("#E8E6EE", "#D4D1DF"),
    "blush": ("#F3E3DD", "#E3C9C0"),
    "rose": ("#F0DAD8", "#DFBDB9"),
    "butter": ("#F6E8C4", "#EBD196"),
    "sage": ("#E5ECDF", "#CED8C5"),
    "mint": ("#E0EFE7", "#C3DBCE"),
    "clay": ("#EDD9CA", "#D9B79E"),
    "peach": ("#F8E3D0", "#EFC9A8"),
    "chalk": ("#F5F3EE", "#E6E2D9"),
    "honey": ("#DDBB8E", "#C79F6E"),
}


@cache
def light(name: str) -> Field:
    """The linear light of a dye's name or of a #rrggbb colour, as three numbers from 0 to 1."""
    code = DYES.get(name, name).lstrip("#")
    values = np.array([int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)])
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return linear.astype(np.float32)


def blend(first: str, second: str, share: float) -> Field:
    """A mixture of two dyes in linear light; `share` is how much of the second."""
    return light(first) * np.float32(1 - share) + light(second) * np.float32(share)


def ground(name: str) -> tuple[str, str]:
    """The top and bottom colour of a studio ground; an unknown name gives linen."""
    return GROUNDS.get(name, GROUNDS["linen"])


def to_screen(linear: Field) -> Field:
    """Linear light to the values a screen takes, 0 to 255, not yet rounded."""
    clipped = np.clip(linear, 0, 1)
    curve = 1.055 * np.power(clipped, np.float32(1 / 2.4)) - 0.055
    return np.where(clipped <= 0.0031308, clipped * 12.92, curve).astype(np.float32) * 255


def brightness(colour: Field) -> float:
    """How bright a linear colour looks, 0 to 1."""
    return float(colour @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32))
