"""The cart itself, which nearly every page asks for: one statement."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, case, func, select

from shop.domain.cart.models import Cart, CartLine
from shop.domain.cart.statuses import CartStatus
from shop.domain.catalogue.models import Product, Variant
from shop.kernel.db import read
from shop.kernel.quantity import Unit


@dataclass(frozen=True, slots=True)
class CartHead:
    """A cart without its lines. `count` is what the badge says: pieces, and one for each length."""

    id: int
    public_id: str
    version: int
    count: int
    town: str
    area: str
    status: str
    currency: str

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed."""
        return self.status == CartStatus.OPEN


_COUNT = (
    select(
        func.coalesce(func.sum(case((Product.unit == Unit.METRE, 1), else_=CartLine.quantity)), 0)
    )
    .join(Variant, Variant.id == CartLine.variant_id)
    .join(Product, Product.id == Variant.product_id)
    .where(CartLine.cart_id == Cart.id)
    .correlate(Cart)
    .scalar_subquery()
)
_HEAD = select(
    Cart.id, Cart.public_id, Cart.version, _COUNT, Cart.town, Cart.area, Cart.status, Cart.currency
).where(Cart.public_id == bindparam("cart"))


def head(public_id: str) -> CartHead | None:
    """Return the cart with a public id, open or ordered; one statement."""
    row = read(_HEAD, {"cart": public_id}).first()
    return CartHead(*row) if row else None
