"""Find what runs low, and say so once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select, update

from shop.domain.catalogue.models import Product, Variant
from shop.domain.catalogue.queries.visibility import visible_now
from shop.domain.inventory.events import StockRanLow
from shop.domain.inventory.models import Level
from shop.domain.settings.queries import shop_settings
from shop.kernel import clock
from shop.kernel.columns import UTCDateTime
from shop.kernel.db import session
from shop.kernel.events import emit
from shop.kernel.quantity import Unit

_FREE = func.sum(Level.on_hand - Level.allocated - Level.held)
# As the shopper is told: what is left in whole units, against the setting.
_ONE = case((Product.unit == Unit.METRE, Unit.METRE.one), else_=Unit.PIECE.one)
_IS_LOW = (bindparam("low") + 1) * _ONE > _FREE
_MARKED = func.count(Level.low_since)


def _variants(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(Level.variant_id, _FREE)
        .join(Variant, Variant.id == Level.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(visible_now())
        .group_by(Level.variant_id, Product.unit)
        .having(*conditions)
        .order_by(Level.variant_id)
        .limit(bindparam("most"))
    )


_LOW = _variants(_IS_LOW, _MARKED == 0)
_RECOVERED = _variants(~_IS_LOW, _MARKED > 0)
_HERE = Level.variant_id == bindparam("variant")
_MARK = (
    update(Level)
    .where(_HERE, Level.low_since.is_(None))
    .values(low_since=bindparam("now", type_=UTCDateTime))
)
_UNMARK = update(Level).where(_HERE, Level.low_since.is_not(None)).values(low_since=None)


def scan_low(*, dry_run: bool = False, limit: int = 500) -> int:
    """Mark what runs low and announce it, unmark what recovered; returns how many were marked.

    Only one who marks a level announces it, so a second scan at the same time says nothing.
    """
    here, binds = session().connection(), {"low": shop_settings().low_stock, "most": limit}
    low = here.execute(_LOW, binds).all()
    if dry_run:
        return len(low)
    marked = 0
    for variant, available in low:
        if here.execute(_MARK, {"variant": variant, "now": clock.now()}).rowcount:
            emit(StockRanLow(variant, int(available)))
            marked += 1
    recovered = [{"variant": variant} for variant, _free in here.execute(_RECOVERED, binds)]
    if recovered:
        here.execute(_UNMARK, recovered)
    return marked
