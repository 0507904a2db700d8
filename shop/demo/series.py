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
    """Return the pictures, product by product, of a series such as `CSH` or `LMP:drum|shade`.

    Where nothing in the series shows one of those objects, the whole series will do. Raises
    LookupError for a series that the demo shop does not have.
    """
    code, _colon, wanted = series.partition(":")
    objects = picture_objects()
    family = [good for good in demo_products() if good.sku.split("-")[1] == code]
    fitting = [good for good in family if objects[good.sku] in wanted.split("|")]
    if not family:
        raise LookupError(f"no demo product is of the series {code}")
    return [
        [Picture(key, colour) for colour, key in good.pictures.items()]
        for good in fitting or family
    ]


@cache
def shades_of(dye: str) -> list[DemoColour]:
    """Return the colours that look like a dye, the commonest first."""
    return [
        DemoColour(code, {"en": english, "fr": french}, hex_code)
        for code, english, french, hex_code, nearest in vocabulary().colours
        if nearest == dye
    ]
