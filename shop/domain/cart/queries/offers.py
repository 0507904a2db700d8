"""What a visitor may put into a cart: a variant, found as a form names it or as a line has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select

from shop.domain.cart.errors import LineGone, NotMade, VariantGone
from shop.domain.cart.models import CartLine
from shop.domain.cart.rules import owner_of
from shop.domain.catalogue.models import Option, OptionValue, Product, Variant, VariantValue
from shop.domain.catalogue.queries.visibility import visible_now
from shop.domain.inventory.queries import available_to_owner
from shop.kernel.db import read
from shop.kernel.i18n import Translated, _
from shop.kernel.quantity import Unit


@dataclass(frozen=True, slots=True)
class Offer:
    """A variant that is sold, and how."""

    variant_id: int
    variant: str
    product_id: int
    slug: str
    name: Translated
    unit: Unit
    step: int


_OFFERED = (
    select(
        Variant.id, Variant.public_id, Product.slug, Product.name, Product.unit,
        Product.quantity_step, Variant.product_id,
    )
    .join(Product, Product.id == Variant.product_id)
    .where(visible_now())
)  # fmt: skip
_NAMED = _OFFERED.where(Variant.public_id == bindparam("variant"))
_BY_ID = _OFFERED.where(Variant.id == bindparam("variant"))
_VALUES = (
    select(VariantValue.variant_id, Option.code, OptionValue.code)
    .join(OptionValue, OptionValue.id == VariantValue.option_value_id)
    .join(Option, Option.id == OptionValue.option_id)
    .where(Option.product_id == bindparam("product"))
)
_LINES = select(func.count()).where(CartLine.cart_id == bindparam("cart")).scalar_subquery()
_WANTED = (
    select(
        Variant.id.label("variant_id"), Variant.public_id, Variant.price_minor,
        Product.id.label("product_id"), Product.slug, Product.name, Product.unit,
        Product.quantity_step, available_to_owner().label("available"),
        CartLine.id.label("line_id"), func.coalesce(CartLine.quantity, 0).label("in_cart"),
        _LINES.label("lines"), visible_now().label("visible"),
    )
    .join(Product, Product.id == Variant.product_id)
    .outerjoin(
        CartLine, and_(CartLine.variant_id == Variant.id, CartLine.cart_id == bindparam("cart"))
    )
)  # fmt: skip
_BY_VARIANT = _WANTED.where(Variant.id == bindparam("variant"), visible_now())
_BY_LINE = _WANTED.where(CartLine.id == bindparam("line"))
Wanted = Row[*tuple[Any, ...]]


def offered(variant: str) -> Offer:
    """Return the variant with a public id; raises `VariantGone`. One statement."""
    row = read(_NAMED, {"variant": variant}).first()
    if row is None:
        raise VariantGone(_("This is no longer sold. Look for something like it."))
    return _offer(row)


def chosen(named: Offer, values: Mapping[str, str]) -> Offer:
    """Return the variant of the same product that has the chosen values, by option.

    Without scripts a person may choose another colour and add at once: what is chosen wins. Raises
    `NotMade`. One statement, two where another variant was chosen, none where nothing was.
    """
    if not values:
        return named
    known: dict[int, dict[str, str]] = defaultdict(dict)
    for variant, option, value in read(_VALUES, {"product": named.product_id}):
        known[variant][option] = value
    mine = known.get(named.variant_id, {})
    wanted = mine | {option: values[option] for option in mine if option in values}
    if wanted == mine:
        return named
    found = next((variant for variant, has in known.items() if has == wanted), None)
    row = read(_BY_ID, {"variant": found}).first() if found else None
    if row is None:
        raise NotMade(_("This is not made in that combination. Choose another one."))
    return _offer(row)


def of_line(cart_id: int, line_id: int) -> Offer:
    """Return what a line of this cart is made of, sold or not; raises `LineGone`."""
    row = by_line(cart_id, line_id)
    return Offer(
        row.variant_id, row.public_id, row.product_id, row.slug, row.name, Unit(row.unit),
        row.quantity_step,
    )  # fmt: skip


def _offer(row: Wanted) -> Offer:
    return Offer(
        row.id, row.public_id, row.product_id, row.slug, row.name, Unit(row.unit), row.quantity_step
    )


def by_variant(cart_id: int, variant_id: int) -> Wanted:
    """Return a variant as a cart's action must know it, with the line it has there."""
    binds = {"cart": cart_id, "variant": variant_id, "holder": owner_of(cart_id)}
    row = read(_BY_VARIANT, binds).first()
    if row is None:
        raise VariantGone(_("This is no longer sold. Look for something like it."))
    return row


def by_line(cart_id: int, line_id: int) -> Wanted:
    """Return the same by a line of this cart; raises `LineGone`."""
    binds = {"cart": cart_id, "line": line_id, "holder": owner_of(cart_id)}
    row = read(_BY_LINE, binds).first()
    if row is None:
        raise LineGone(_("This is not in your cart any more. Load the cart again."))
    return row
