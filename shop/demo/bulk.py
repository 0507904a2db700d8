"""Write generated goods in bulk: plain rows in batches, listings by their one writer."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, func, insert, select, text

from shop.demo import ground
from shop.demo.records import DemoColour, DemoProduct, DemoSize, DemoVariant
from shop.domain.catalogue.actions import listing
from shop.domain.catalogue.models import (
    COLOUR,
    SIZE,
    Listing,
    Option,
    OptionValue,
    Product,
    ProductCategory,
    ProductImage,
    Variant,
    VariantValue,
)
from shop.domain.catalogue.statuses import ProductStatus, StockState
from shop.domain.inventory import actions as inventory
from shop.domain.inventory.models import Level, Movement, MovementKind
from shop.domain.settings.queries import shop_settings
from shop.kernel import clock
from shop.kernel.db import dialect_name, session
from shop.kernel.quantity import Unit

_RFC, _OURS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghjkmnpqrstvwxyz"
_ALPHABET = bytes.maketrans(_RFC, _OURS)
_COUNTED = (Product, Option, OptionValue, Variant)
_NO_TEXT: dict[str, str] = {}


def public_id_of(prefix: str, sku: str) -> str:
    """Return a public id that follows from the SKU, so that a catalogue can be made twice."""
    digest = hashlib.blake2b(sku.encode(), digest_size=10).digest()
    return f"{prefix}_{base64.b32encode(digest).translate(_ALPHABET).decode()}"


def told(available: int, unit: Unit, low: int) -> tuple[StockState, int | None]:
    """Return what shoppers are told about so much stock, as the inventory would."""
    whole = available // unit.one
    if available <= 0:
        return StockState.OUT, None
    return (StockState.LOW, whole) if whole <= low else (StockState.IN, None)


class BulkWriter:
    """Writes batches of products; ids are counted here, so rows can point at each other."""

    def __init__(self, pictures: dict[str, int]) -> None:
        """Take the media ids by manifest key; needs an open unit of work."""
        self._pictures = pictures
        self._next = {model: _last_id(model) + 1 for model in _COUNTED}
        self._taxes, self._categories = ground.tax_class_ids(), ground.category_ids()
        self._location = inventory.default_location().id
        self._low = shop_settings().low_stock
        self._now = clock.now()
        self._rows: dict[type[Any], list[dict[str, Any]]] = defaultdict(list)

    def write(self, goods: Sequence[DemoProduct]) -> None:
        """Write one batch in the open unit of work, stock and listings included."""
        self._rows.clear()
        ids = [self._product(good) for good in goods]
        for model in (Product, ProductCategory, Option, OptionValue, Variant, VariantValue,
                      ProductImage, Level, Movement, Listing):  # fmt: skip
            if self._rows[model]:
                session().execute(insert(cast("Table", model.__table__)), self._rows[model])
        listing.refresh(ids)
        session().expunge_all()

    def finish(self) -> None:
        """Let PostgreSQL's own counters go on behind the ids that were given here."""
        if dialect_name() != "postgresql":
            return
        for model in _COUNTED:
            name = model.__tablename__
            session().execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"  # noqa: S608 - names of our own tables
                )
            )

    def _id(self, model: type[Any]) -> int:
        number = self._next[model]
        self._next[model] = number + 1
        return number

    def _product(self, good: DemoProduct) -> int:
        product = self._id(Product)
        stamps = {"created_at": self._now, "updated_at": self._now}
        self._rows[Product].append(
            {
                "id": product, "public_id": public_id_of("prd", good.sku), "slug": good.slug,
                "status": ProductStatus.PUBLISHED.value, "unpublish_at": None,
                "publish_at": self._now - timedelta(seconds=good.age), "name": good.name,
                "material": good.material, "description": good.description,
                "size_guide": _NO_TEXT, "seo_title": _NO_TEXT, "seo_description": _NO_TEXT,
                "unit": good.unit, "quantity_step": good.step,
                "tax_class_id": self._taxes[good.tax], "tags": good.tags,
                "popularity": good.popularity, "demo": True, **stamps,
            }
        )  # fmt: skip
        self._rows[ProductCategory].append(
            {
                "product_id": product, "category_id": self._categories[good.category],
                "position": 0,
            }
        )  # fmt: skip
        values = self._options(product, good)
        for position, variant in enumerate(good.variants):
            self._variant(product, position, variant, values, stamps)
        self._gallery(product, good, values)
        self._stock(product, good)
        return product

    def _options(self, product: int, good: DemoProduct) -> dict[str, int]:
        """Add the options; return the value ids by `colour:code` and `size:code`."""
        ids: dict[str, int] = {}
        offered: list[tuple[str, Sequence[DemoColour | DemoSize]]] = [
            (COLOUR, good.colours),
            (SIZE, good.sizes),
        ]
        for position, (code, values) in enumerate(offered):
            if not values:
                continue
            option = self._id(Option)
            self._rows[Option].append(
                {
                    "id": option, "product_id": product, "code": code,
                    "name": ground.OPTION_NAMES[code], "position": position,
                }
            )  # fmt: skip
            for place, value in enumerate(values):
                number = ids[f"{code}:{value.code}"] = self._id(OptionValue)
                self._rows[OptionValue].append(_value_row(number, option, place, value))
        return ids

    def _variant(
        self,
        product: int,
        position: int,
        variant: DemoVariant,
        values: dict[str, int],
        stamps: dict[str, Any],
    ) -> None:
        number = self._id(Variant)
        self._rows[Variant].append(
            {
                "id": number, "public_id": public_id_of("var", variant.sku),
                "product_id": product, "sku": variant.sku, "barcode": variant.barcode,
                "price_minor": variant.price, "compare_at_minor": variant.compare_at,
                "cost_minor": variant.cost, "weight_grams": variant.weight,
                "position": position, **stamps,
            }
        )  # fmt: skip
        self._rows[VariantValue] += [
            {"variant_id": number, "option_value_id": values[key]}
            for key in (f"{COLOUR}:{variant.colour}", f"{SIZE}:{variant.size}")
            if key in values
        ]
        place = {"variant_id": number, "location_id": self._location}
        self._rows[Level].append(place | {"on_hand": variant.stock, "allocated": 0, "held": 0})
        if variant.stock:
            self._rows[Movement].append(
                place
                | {
                    "kind": MovementKind.RECEIPT.value, "quantity": variant.stock,
                    "on_hand_after": variant.stock, "reason": ground.REASON,
                    "actor": ground.ACTOR,
                    "at": self._now,
                }
            )  # fmt: skip

    def _gallery(self, product: int, good: DemoProduct, values: dict[str, int]) -> None:
        for position, (key, colour) in enumerate(_views(good)):
            if key in self._pictures:
                self._rows[ProductImage].append(
                    {
                        "product_id": product, "media_id": self._pictures[key],
                        "option_value_id": values[f"{COLOUR}:{colour}"], "alt": good.name,
                        "position": position,
                    }
                )  # fmt: skip

    def _stock(self, product: int, good: DemoProduct) -> None:
        """Begin the listing with what shoppers are told of the stock; its writer keeps that."""
        available = sum(variant.stock for variant in good.variants)
        state, left = told(available, Unit(good.unit), self._low)
        self._rows[Listing].append(
            {
                "product_id": product, "stock_state": state.value, "left": left,
                "in_stock": available > 0,
            }
        )  # fmt: skip


def _value_row(
    number: int, option: int, place: int, value: DemoColour | DemoSize
) -> dict[str, Any]:
    detail = getattr(value, "detail", "")
    return {
        "id": number, "option_id": option, "code": value.code, "label": value.label,
        "detail": {"en": detail, "fr": detail} if detail else _NO_TEXT,
        "hex": getattr(value, "hex", None), "position": place,
    }  # fmt: skip


def _views(good: DemoProduct) -> Iterator[tuple[str, str]]:
    """Yield the first colour's picture and close-up, then one picture of each other colour."""
    for place, (colour, key) in enumerate(good.pictures.items()):
        yield f"{key}-main", colour
        if not place:
            yield f"{key}-close", colour


def _last_id(model: type[Any]) -> int:
    return session().scalar(select(func.max(model.id))) or 0
