"""What is bought: demo goods, the popular ones more often, and how an order remembers them."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import Executable, bindparam, func, select

from shop.domain.catalogue.models import (
    Option,
    OptionValue,
    Product,
    ProductImage,
    Variant,
    VariantValue,
)
from shop.domain.catalogue.statuses import ProductKind, ProductStatus
from shop.domain.inventory.models import Level
from shop.domain.media.models import Media
from shop.kernel.db import read
from shop.kernel.errors import Conflict
from shop.kernel.i18n import Translated, _, pick
from shop.kernel.quantity import Unit

_AT_LEAST = 50
"""What nobody asks for is bought now and then all the same."""
_DRAWS, _PLENTY = 12, 15
_LINES = (1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5)
_PIECES = (1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 6)
_METRES = (2, 2, 3, 3, 4, 4, 5, 6)
_BATCH = 400


@dataclass(frozen=True, slots=True)
class Ware:
    """A variant that can be bought, since when, and what decides its price."""

    variant_id: int
    product_id: int
    sku: str
    price: int
    unit: Unit
    step: int
    tax_class_id: int
    since: datetime | None
    plenty: bool
    """Whether so much is left that an open order can have some."""

    def some(self, chance: random.Random) -> int:
        """Return how much of it somebody buys, in minor steps."""
        if self.unit is Unit.PIECE:
            wanted = chance.choice(_PIECES)
        else:
            wanted = chance.choice(_METRES) * self.unit.one + chance.choice((0, self.step))
        return -(-wanted // self.step) * self.step


@dataclass(frozen=True, slots=True)
class Look:
    """What an order keeps of a variant beside its price."""

    name: Translated
    options: tuple[Translated, ...]
    picture: str

    def options_in(self, locale: str) -> str:
        """Return the option values in words, as a cart shows them."""
        return ", ".join(pick(label, locale) for label in self.options)


_WARES = (
    select(
        Variant.id, Variant.product_id, Variant.sku, Variant.price_minor, Product.unit,
        Product.quantity_step, Product.tax_class_id, Product.publish_at, Product.popularity,
        select(func.sum(Level.on_hand - Level.allocated - Level.held))
        .where(Level.variant_id == Variant.id)
        .scalar_subquery()
        .label("free"),
    )
    .join(Product, Product.id == Variant.product_id)
    .where(
        Product.demo, Product.status == ProductStatus.PUBLISHED,
        Product.kind == ProductKind.PHYSICAL,
    )
    .order_by(Product.id, Variant.position, Variant.id)
)  # fmt: skip
_AMONG = Variant.id.in_(bindparam("variants", expanding=True))
_NAMES = (
    select(Variant.id, Product.name).join(Product, Product.id == Variant.product_id).where(_AMONG)
)
_OPTIONS = (
    select(Variant.id, OptionValue.label, OptionValue.id)
    .join(VariantValue, VariantValue.variant_id == Variant.id)
    .join(OptionValue, OptionValue.id == VariantValue.option_value_id)
    .join(Option, Option.id == OptionValue.option_id)
    .where(_AMONG)
    .order_by(Variant.id, Option.position, Option.id)
)
_PICTURES = (
    select(Variant.id, ProductImage.option_value_id, Media.key)
    .join(ProductImage, ProductImage.product_id == Variant.product_id)
    .join(Media, Media.id == ProductImage.media_id)
    .where(_AMONG)
    .order_by(Variant.id, ProductImage.position, ProductImage.id)
)


class Goods:
    """The demo's goods: drawn by popularity, looked up in batches and remembered."""

    def __init__(self) -> None:
        """Read what can be bought; raises `Conflict` where there is nothing."""
        rows = read(_WARES).all()
        if not rows:
            raise Conflict(_("Orders are made up for demo goods: load some products first."))
        self._wares = [
            Ware(
                row.id, row.product_id, row.sku, row.price_minor, Unit(row.unit),
                row.quantity_step, row.tax_class_id, row.publish_at,
                (row.free or 0) >= _PLENTY * Unit(row.unit).one,
            )
            for row in rows
        ]  # fmt: skip
        variants: dict[int, int] = {}
        for row in rows:
            variants[row.product_id] = variants.get(row.product_id, 0) + 1
        self._bounds = list(
            accumulate((row.popularity + _AT_LEAST) / variants[row.product_id] for row in rows)
        )
        self._looks: dict[int, Look] = {}

    def draw(
        self, moment: datetime, chance: random.Random, *, recent: bool
    ) -> list[tuple[Ware, int]]:
        """Return what somebody buys at that moment: different variants, how much of each.

        What was bought of late may still have to be in the shop.
        """
        wanted: dict[int, tuple[Ware, int]] = {}
        for _line in range(chance.choice(_LINES)):
            ware = self._one(moment, chance, recent=recent)
            wanted.setdefault(ware.variant_id, (ware, ware.some(chance)))
        return list(wanted.values())

    def _one(self, moment: datetime, chance: random.Random, *, recent: bool) -> Ware:
        """Draw a variant, preferably one that was on sale at that moment and is not sold out."""
        for _try in range(_DRAWS):
            ware = self._wares[bisect(self._bounds, chance.random() * self._bounds[-1])]
            if (ware.since is None or ware.since <= moment) and (ware.plenty or not recent):
                break
        return ware

    def look_up(self, variants: Collection[int]) -> dict[int, Look]:
        """Return how some variants look; those that were asked for before cost nothing."""
        new = sorted(set(variants) - self._looks.keys())
        for start in range(0, len(new), _BATCH):
            self._read(new[start : start + _BATCH])
        return self._looks

    def _read(self, variants: list[int]) -> None:
        labels: dict[int, list[Translated]] = {}
        values: dict[int, set[int]] = {}
        for variant, label, value in _of(_OPTIONS, variants):
            labels.setdefault(variant, []).append(label)
            values.setdefault(variant, set()).add(value)
        pictures: dict[int, tuple[int, str]] = {}
        for variant, shows, key in _of(_PICTURES, variants):
            # The picture of its own colour, else one of no colour, else any.
            rank = 0 if shows in values.get(variant, ()) else 1 if shows is None else 2
            if variant not in pictures or rank < pictures[variant][0]:
                pictures[variant] = (rank, key)
        for variant, name in _of(_NAMES, variants):
            picture = pictures.get(variant, (0, ""))[1]
            self._looks[variant] = Look(name, tuple(labels.get(variant, ())), picture)


def _of(statement: Executable, variants: list[int]) -> Any:
    return read(statement, {"variants": variants})
