"""The demo shop's files: complete in both languages, with unique and valid codes."""

import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from shop.demo.barcodes import check_digit, of_sku
from shop.demo.catalogue import FOLDER, demo_products, demo_shop, picture_objects
from shop.demo.drawing.dyes import DYES, GROUNDS
from shop.demo.drawing.objects import OBJECTS
from shop.demo.drawing.patterns import PATTERNS
from shop.demo.records import DemoProduct
from shop.domain.settings.schema import checked
from shop.kernel.quantity import Unit, fits

ROWS = [
    row
    for file in sorted(FOLDER.glob("*.toml"))
    for row in tomllib.loads(file.read_text("utf-8")).get("product", ())
]
DESIGNED = {
    "Kanga, Karibu nyumbani": 145_000,
    "Kitenge, sun discs": 85_000,
    "Indigo ring throw": 390_000,
    "Kawung cushion cover": 120_000,
    "Market tote, fans": 95_000,
    "Ikat cushion cover": 135_000,
    "Kikoy towel, lagoon": 220_000,
    "Strip-weave runner": 260_000,
    "Star lattice lamp": 540_000,
    "Pin-dot napkins, set of 4": 160_000,
    "Parang sarong": 290_000,
    "Zip pouch, marks": 65_000,
}


def _sku(row: dict[str, Any]) -> str:
    return str(row["sku"])


def _texts(value: object) -> list[dict[str, str]]:
    """Every translated text in a tree of TOML values."""
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    if not isinstance(value, dict):
        return []
    if "en" in value or "fr" in value:
        return [value]
    return [text for item in value.values() for text in _texts(item)]


def test_there_is_a_shop_full_of_things() -> None:
    """About sixty products, two hundred variants, sold-out and sale cases, three low."""
    goods = demo_products()
    variants = [variant for good in goods for variant in good.variants]
    wholes = {
        variant.sku: variant.stock / Unit(good.unit).one
        for good in goods
        for variant in good.variants
    }
    assert len(goods) >= 60
    assert len(variants) >= 200
    assert sum(good.sold_out for good in goods) == 3
    assert sum(1 for stock in wholes.values() if not stock) > 10
    assert (
        sum(1 for stock in wholes.values() if 0 < stock <= demo_shop().settings["low_stock"]) == 3
    )
    assert sum(1 for good in goods if any(v.compare_at for v in good.variants)) >= 6


def test_codes_are_unique() -> None:
    """No SKU, barcode or address twice."""
    variants = [variant for good in demo_products() for variant in good.variants]
    for codes in (
        [variant.sku for variant in variants],
        [variant.barcode for variant in variants],
        [good.slug for good in demo_products()],
    ):
        assert [code for code, times in Counter(codes).items() if times > 1] == []


def test_barcodes_are_ean_13() -> None:
    """The last digit checks the first twelve, and a known code comes out right."""
    assert check_digit("400638133393") == "1"
    for good in demo_products():
        for variant in good.variants:
            assert len(variant.barcode) == 13
            assert check_digit(variant.barcode[:12]) == variant.barcode[12]
            assert variant.barcode == of_sku(variant.sku)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_every_text_is_in_every_language(file: Path) -> None:
    """English and French, neither of them empty, and long texts not the same."""
    texts = _texts(tomllib.loads(file.read_text("utf-8")))
    assert texts
    for text in texts:
        assert set(text) == set(demo_shop().settings["languages"])
        assert all(value.strip() for value in text.values())
        assert text["en"] != text["fr"] or len(text["en"]) < 30


@pytest.mark.parametrize("row", ROWS, ids=_sku)
def test_prices_make_sense(row: dict[str, Any]) -> None:
    """Whole tens of shillings, cost about half, and a sale is cheaper than before."""
    for priced in [row, *(size for size in row.get("sizes", ()) if "price" in size)]:
        assert priced["price"] % 1_000 == 0
        assert 0.44 <= priced["cost"] / priced["price"] <= 0.61
        assert priced.get("compare_at", priced["price"] + 1) > priced["price"]
        assert priced["weight"] > 0


@pytest.mark.parametrize("row", ROWS, ids=_sku)
def test_parts_fit_together(row: dict[str, Any]) -> None:
    """Colours, sizes, tags, guides, taxes and exceptional stock name things that exist."""
    shop, good = demo_shop(), next(g for g in demo_products() if g.sku == row["sku"])
    skus = {variant.sku for variant in good.variants}
    assert 1 <= len(row["colours"]) <= 4
    assert len(row.get("sizes", ())) <= 3
    assert len({colour["code"][:3] for colour in row["colours"]}) == len(row["colours"])
    assert set(row["tags"]) <= {code for code, _label in shop.tags}
    assert row.get("size_guide", "clothing") in shop.size_guides
    assert row["tax"] in {code for code, _name in shop.tax_classes}
    assert {*row.get("sold_out", ()), *row.get("low", ())} <= skus
    assert row["step"] == (50 if row["unit"] == "metre" else 1)
    assert all(fits(v.stock, good.step) for v in good.variants if v.stock)


@pytest.mark.parametrize("row", ROWS, ids=_sku)
def test_pictures_can_be_drawn(row: dict[str, Any]) -> None:
    """Known family, object, ground and dyes; one palette for each colour."""
    picture = row["picture"]
    assert picture["family"] in PATTERNS
    assert picture["object"] in OBJECTS
    assert picture["ground"] in GROUNDS
    assert set(picture["palettes"]) == {colour["code"] for colour in row["colours"]}
    for dyes in picture["palettes"].values():
        assert 3 <= len(dyes) <= 5
        assert all(dye in DYES or (dye.startswith("#") and len(dye) == 7) for dye in dyes)


def test_neighbours_do_not_look_alike() -> None:
    """Two products beside each other differ in cloth or in thing; kangas in both colours too."""
    looks = {
        row["sku"]: (row["picture"]["family"], row["picture"]["object"], row["colours"][0]["code"])
        for row in ROWS
    }
    for one, other in pairwise(demo_products()):
        assert looks[one.sku] != looks[other.sku]
        assert looks[one.sku][:2] != looks[other.sku][:2]


@pytest.mark.parametrize("name", DESIGNED)
def test_the_products_of_the_design_are_among_them(name: str) -> None:
    """With the names and prices of the pictures."""
    assert _named(name).variants[0].price == DESIGNED[name]


def test_the_ring_throw_is_as_drawn() -> None:
    """Three sizes of which the largest is sold out, reduced, and few left of the first."""
    throw = _named("Indigo ring throw")
    assert [size.label["en"] for size in throw.sizes] == ["Single", "Double", "King"]
    assert {variant.stock for variant in throw.variants if variant.size == "king"} == {0}
    assert (throw.variants[0].compare_at, throw.variants[0].stock) == (480_000, 4)


def test_the_shop_is_set_up_with_known_settings() -> None:
    """Every setting is one the shop knows, in the right kind."""
    for key, value in demo_shop().settings.items():
        assert checked(key, value)


def test_every_category_has_goods() -> None:
    """Seven categories at the top, three below the first, none of them empty."""
    filled = {good.category for good in demo_products()}
    paths = [category.path for category in demo_shop().categories]
    assert sum("/" not in path for path in paths) == 7
    assert {path for path in paths if path != "kanga-kitenge"} == filled
    assert set(picture_objects()) == {good.sku for good in demo_products()}


def _named(name: str) -> DemoProduct:
    return next(good for good in demo_products() if good.name["en"] == name)
