"""Which of the demo shop's pictures and dyes a generated product may borrow."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from shop.demo.catalogue import demo_products, picture_objects
from shop.demo.records import DemoColour
from shop.demo.vocabulary import vocabulary


class Picture(NamedTuple):
    """The beginning of a manifest key, and the dye it shows."""

    key: str
    dye: str


@cache
def pictures_of(series: str) -> list[list[Picture]]:
    """Return the pictures, product by product, of a series such as `CSH` or `CSH:bolster`."""
    code, _colon, wanted = series.partition(":")
    objects = picture_objects()
    found = [
        [Picture(key, colour) for colour, key in product.pictures.items()]
        for product in demo_products()
        if product.sku.split("-")[1] == code and wanted in {"", objects[product.sku]}
    ]
    if not found:
        raise LookupError(f"no demo product is of the series {series}")
    return found


@cache
def shades_of(dye: str) -> list[DemoColour]:
    """Return the colours that look like a dye, the commonest first."""
    return [
        DemoColour(code, {"en": english, "fr": french}, hex_code)
        for code, english, french, hex_code, nearest in vocabulary().colours
        if nearest == dye
    ]
