"""What can be promised now."""

from __future__ import annotations

from sqlalchemy import bindparam, case, func, select

from shop.domain.catalogue.models import Product, Variant
from shop.domain.catalogue.statuses import ProductKind
from shop.domain.inventory.models import Level
from shop.kernel.db import read, session
from shop.kernel.errors import NotFound
from shop.kernel.i18n import _

ENDLESS = 10**9
"""What is available of a digital product."""

_LEFT = func.coalesce(func.sum(Level.on_hand - Level.allocated - Level.held), 0)
_AVAILABLE = (
    select(Variant.id, case((Product.kind == ProductKind.DIGITAL, ENDLESS), else_=_LEFT))
    .join(Product, Product.id == Variant.product_id)
    .outerjoin(Level, Level.variant_id == Variant.id)
    .where(Variant.product_id == bindparam("product"))
    .group_by(Variant.id, Product.kind)
)


def available_of(product_id: int) -> dict[int, int]:
    """Return how many minor units of each variant of a product may be promised."""
    rows = read(_AVAILABLE, {"product": product_id})
    return {variant_id: int(available) for variant_id, available in rows}


def variant_id_of(sku: str) -> int:
    """Return the variant with a SKU; raises `NotFound`."""
    found = session().scalar(select(Variant.id).where(Variant.sku == sku))
    if found is None:
        raise NotFound(_("There is no variant with the SKU “%(sku)s”.", sku=sku), field="sku")
    return found
