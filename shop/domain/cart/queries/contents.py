"""What is in a cart, with everything that its page, a checkout or an order must know of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, case, exists, select

from shop.domain.cart.models import Cart, CartLine
from shop.domain.cart.rules import owner_of
from shop.domain.catalogue.models import (
    Option,
    OptionValue,
    Product,
    ProductImage,
    Variant,
    VariantValue,
)
from shop.domain.catalogue.queries.facets import settings
from shop.domain.catalogue.queries.visibility import visible_now
from shop.domain.catalogue.statuses import ProductKind
from shop.domain.inventory.queries import available_to_owner
from shop.domain.media.models import Media
from shop.kernel.db import read
from shop.kernel.i18n import Translated, pick
from shop.kernel.money import Money
from shop.kernel.quantity import Unit

Rows = list[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class CartItem:
    """A line as an order needs it, read afresh. `sellable`: it is (still) sold.

    `options` are the variant's values in the language in force; `picture` is the key of the
    picture that shows it, "" where there is none.
    """

    line_id: int
    variant_id: int
    product_id: int
    sku: str
    name: Translated
    options: str
    picture: str
    unit: Unit
    step: int
    quantity: int
    unit_price: Money
    tax_class_id: int
    kind: ProductKind
    sellable: bool
    available: int

    @property
    def physical(self) -> bool:
        """Whether it is taken from stock and carried somewhere."""
        return self.kind is ProductKind.PHYSICAL


# The picture of the variant's own colour, else one of no colour, else any.
_SHOWS_IT = exists().where(
    VariantValue.variant_id == Variant.id,
    VariantValue.option_value_id == ProductImage.option_value_id,
)
_PICTURE = (
    select(ProductImage.media_id)
    .where(ProductImage.product_id == Product.id)
    .order_by(
        case((_SHOWS_IT.correlate(Variant, ProductImage), 0), else_=1),
        ProductImage.option_value_id.is_not(None),
        ProductImage.position,
        ProductImage.id,
    )
    .limit(1)
    .correlate(Product, Variant)
    .scalar_subquery()
)
_OF_CART = CartLine.cart_id == bindparam("cart")
_LINES = (
    select(
        CartLine.id.label("line_id"), CartLine.variant_id, CartLine.quantity,
        CartLine.price_seen_minor, Variant.public_id, Variant.sku, Variant.price_minor,
        Product.id.label("product_id"), Product.slug, Product.name, Product.unit,
        Product.quantity_step, Product.tax_class_id, Product.kind,
        visible_now().label("visible"), available_to_owner().label("available"),
        Cart.town, Cart.area,
        Media.key, Media.state, Media.width, Media.height, Media.colour, Media.renditions,
    )
    .join(Variant, Variant.id == CartLine.variant_id)
    .join(Product, Product.id == Variant.product_id)
    .join(Cart, Cart.id == CartLine.cart_id)
    .outerjoin(Media, Media.id == _PICTURE)
    .where(_OF_CART)
    .order_by(CartLine.id)
)  # fmt: skip
_OPTIONS = (
    select(CartLine.variant_id, OptionValue.label)
    .join(VariantValue, VariantValue.variant_id == CartLine.variant_id)
    .join(OptionValue, OptionValue.id == VariantValue.option_value_id)
    .join(Option, Option.id == OptionValue.option_id)
    .where(_OF_CART)
    .order_by(Option.position, Option.id)
)


def lines_of(cart_id: int) -> tuple[Rows, dict[int, str]]:
    """Return the rows of a cart, and by variant its option values in words; two statements."""
    binds = {"cart": cart_id, "holder": owner_of(cart_id)}
    rows = list(read(_LINES, binds))
    words: dict[int, list[str]] = defaultdict(list)
    for variant, label in read(_OPTIONS, binds) if rows else ():
        words[variant].append(pick(label))
    return rows, {variant: ", ".join(labels) for variant, labels in words.items()}


def items(cart_id: int) -> tuple[CartItem, ...]:
    """Return what is in a cart, read afresh, in the order it was put there; two statements."""
    rows, options = lines_of(cart_id)
    currency = settings().currency
    return tuple(
        CartItem(
            line_id=row.line_id, variant_id=row.variant_id, product_id=row.product_id,
            sku=row.sku, name=row.name, options=options.get(row.variant_id, ""),
            picture=row.key or "", unit=Unit(row.unit), step=row.quantity_step,
            quantity=row.quantity, unit_price=Money(row.price_minor, currency),
            tax_class_id=row.tax_class_id, kind=ProductKind(row.kind),
            sellable=bool(row.visible), available=int(row.available),
        )
        for row in rows
    )  # fmt: skip
