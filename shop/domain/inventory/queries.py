"""What can be promised now: the one place where "available" is reckoned."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select

from shop.domain.catalogue.models import Product, Variant
from shop.domain.catalogue.statuses import ProductKind
from shop.domain.inventory.models import Hold, Level
from shop.kernel import clock
from shop.kernel.columns import UTCDateTime
from shop.kernel.db import read, session
from shop.kernel.errors import NotFound
from shop.kernel.i18n import _

ENDLESS = 10**9
"""What is available of a digital product."""

_SUM = func.coalesce(func.sum(Level.on_hand - Level.allocated - Level.held), 0)
_AVAILABLE = (
    select(Variant.id, case((Product.kind == ProductKind.DIGITAL, ENDLESS), else_=_SUM))
    .join(Product, Product.id == Variant.product_id)
    .outerjoin(Level, Level.variant_id == Variant.id)
    .where(Variant.product_id == bindparam("product"))
    .group_by(Variant.id, Product.kind)
)


def available_to_owner() -> ColumnElement[int]:
    """Return what is available of each variant of a statement, to whoever binds `holder`.

    What `holder` holds is there for it, and what others hold past their deadline is there for
    everybody. The statement selects from `Variant` and `Product`.
    """
    now = bindparam("stock_now", callable_=clock.now, type_=UTCDateTime)
    levels = select(_SUM).where(Level.variant_id == Variant.id)
    holds = select(func.coalesce(func.sum(Hold.quantity), 0)).where(
        Hold.variant_id == Variant.id, or_(Hold.owner == bindparam("holder"), Hold.until <= now)
    )
    return case(
        (Product.kind == ProductKind.DIGITAL, ENDLESS),
        else_=levels.correlate(Variant).scalar_subquery()
        + holds.correlate(Variant).scalar_subquery(),
    )


_FOR = (
    select(Variant.id, available_to_owner())
    .join(Product, Product.id == Variant.product_id)
    .where(Variant.id.in_(bindparam("variants", expanding=True)))
)


def available_of(product_id: int) -> dict[int, int]:
    """Return how many minor units of each variant of a product may be promised to anybody."""
    rows = read(_AVAILABLE, {"product": product_id})
    return {variant_id: int(available) for variant_id, available in rows}


def available_for(variant_ids: Sequence[int], owner: str | None = None) -> dict[int, int]:
    """Return how many minor units of some variants may be promised to `owner`.

    What it holds itself is among them; a variant that is gone is missing. One statement.
    """
    if not variant_ids:
        return {}
    rows = read(_FOR, {"variants": list(variant_ids), "holder": owner or ""})
    return {variant_id: int(available) for variant_id, available in rows}


def variant_id_of(sku: str) -> int:
    """Return the variant with a SKU; raises `NotFound`."""
    found = session().scalar(select(Variant.id).where(Variant.sku == sku))
    if found is None:
        raise NotFound(_("There is no variant with the SKU “%(sku)s”.", sku=sku), field="sku")
    return found
