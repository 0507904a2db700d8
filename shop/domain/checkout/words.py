"""What a shopper is told about things that cannot be had as they stand in the cart."""

from __future__ import annotations

from collections.abc import Iterable

from shop.domain.cart.queries import CartItem
from shop.domain.inventory.errors import Shortage
from shop.kernel.formatting import format_quantity
from shop.kernel.i18n import _, pick


def named(item: CartItem) -> str:
    """Return what a line is called, so that two variants of a product are told apart."""
    name = pick(item.name)
    return f"{name} ({item.options})" if item.options else name


def not_sold(items: Iterable[CartItem]) -> list[str]:
    """Return a sentence for each thing that is not sold any more."""
    return [
        _("“%(name)s” is no longer sold. Take it out of your cart.", name=named(item))
        for item in items
        if not item.sellable
    ]


def shortages(items: Iterable[CartItem], short: Iterable[Shortage]) -> list[str]:
    """Return a sentence for each thing of which there is less than was wanted."""
    known = {item.variant_id: item for item in items}
    return [_short(known[one.variant_id], one) for one in short if one.variant_id in known]


def _short(item: CartItem, short: Shortage) -> str:
    if short.available <= 0:
        return _("“%(name)s” is sold out. Take it out of your cart.", name=named(item))
    return _(
        "Of “%(name)s” only %(available)s can be had, and you want %(wanted)s. Change your cart.",
        name=named(item),
        available=format_quantity(short.available, item.unit),
        wanted=format_quantity(short.wanted, item.unit),
    )
