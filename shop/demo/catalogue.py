"""Read the demo shop Nyuzi from its TOML files."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shop.demo import barcodes
from shop.demo.records import DemoColour, DemoProduct, DemoSize, DemoVariant
from shop.kernel.i18n import Translated
from shop.kernel.quantity import Unit

FOLDER = Path(__file__).parent / "nyuzi"
VIEWS = ("main", "folded", "use", "close")
_DAY = 86_400
_FEWEST, _SPREAD = 8, 33
"""Stock that is neither low nor sold out lies between these, in whole units."""


@dataclass(frozen=True, slots=True)
class DemoCategory:
    """A category with the path it will have; parents come before their children."""

    path: str
    name: Translated
    intro: Translated


@dataclass(frozen=True, slots=True)
class DemoPage:
    """A content page in Markdown."""

    slug: str
    title: Translated
    body: Translated


@dataclass(frozen=True, slots=True)
class DemoShop:
    """Everything about the shop but its goods."""

    settings: dict[str, Any]
    hero: list[str]
    tax_classes: list[tuple[str, Translated]]
    tags: list[tuple[str, Translated]]
    categories: list[DemoCategory]
    pages: list[DemoPage]
    size_guides: dict[str, Translated]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def demo_shop() -> DemoShop:
    """Return the settings, taxes, tags, categories, pages and size guides."""
    shop = _toml("shop")
    parents: dict[str, str] = {}
    for row in shop["category"]:
        above = row.get("parent")
        parents[row["slug"]] = f"{parents[above]}/{row['slug']}" if above else row["slug"]
    return DemoShop(
        settings=shop["settings"],
        hero=shop["hero"]["pictures"],
        tax_classes=[(row["code"], row["name"]) for row in shop["tax_class"]],
        tags=[(row["code"], row["label"]) for row in shop["tag"]],
        categories=[
            DemoCategory(parents[row["slug"]], row["name"], row["intro"])
            for row in shop["category"]
        ],
        pages=[DemoPage(row["slug"], row["title"], row["body"]) for row in _toml("pages")["page"]],
        size_guides={row["code"]: row["body"] for row in _toml("size_guides")["size_guide"]},
    )


@cache
def demo_products() -> tuple[DemoProduct, ...]:
    """Return every product, category by category in the order of the tree."""
    return tuple(
        _product(row, category.path)
        for category in demo_shop().categories
        if (FOLDER / f"{category.path.rpartition('/')[2]}.toml").is_file()
        for row in _toml(category.path.rpartition("/")[2])["product"]
    )


@cache
def picture_objects() -> dict[str, str]:
    """Return what each product's picture shows (`cushion`, `tote`), by SKU."""
    return {
        row["sku"]: row["picture"]["object"]
        for file in FOLDER.glob("*.toml")
        for row in _toml(file.stem).get("product", ())
    }


def _product(row: dict[str, Any], category: str) -> DemoProduct:
    return DemoProduct(
        slug=row["slug"],
        sku=row["sku"],
        name=row["name"],
        material=row["material"],
        description=row["description"],
        category=category,
        tags=row["tags"],
        unit=row["unit"],
        step=row["step"],
        popularity=row["popularity"],
        age=row["age_days"] * _DAY,
        colours=[DemoColour(c["code"], c["label"], c["hex"]) for c in row["colours"]],
        sizes=[DemoSize(s["code"], s["label"], s["detail"]) for s in row.get("sizes", ())],
        variants=_variants(row),
        pictures={c["code"]: f"{row['sku'].lower()}-{c['code']}" for c in row["colours"]},
        tax=row["tax"],
        size_guide=row.get("size_guide", ""),
    )


def _variants(row: dict[str, Any]) -> list[DemoVariant]:
    variants = []
    for colour in row["colours"]:
        for size in row.get("sizes") or [{}]:
            parts = [row["sku"], colour["code"][:3].upper(), size.get("sku")]
            sku = "-".join(part for part in parts if part)
            variants.append(
                DemoVariant(
                    sku=sku,
                    barcode=barcodes.of_sku(sku),
                    colour=colour["code"],
                    size=size.get("code"),
                    price=size.get("price", row["price"]),
                    compare_at=size.get("compare_at", row.get("compare_at")),
                    cost=size.get("cost", row["cost"]),
                    weight=size.get("weight", row["weight"]),
                    stock=_stock(row, sku),
                )
            )
    return variants


def _stock(row: dict[str, Any], sku: str) -> int:
    """Return what is on the shelf: as the file says, else a number that follows from the SKU."""
    if sku in row.get("sold_out", ()):
        return 0
    spread = hashlib.sha256(sku.encode()).digest()[0] % _SPREAD
    whole: int = row.get("low", {}).get(sku, _FEWEST + spread)
    return whole * Unit(row["unit"]).one
