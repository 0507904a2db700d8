"""Tell shoppers what changed about stock: listings by state, pages by version, and only then."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, func, select

from shop.domain.catalogue.actions import listing
from shop.domain.catalogue.models import Variant
from shop.domain.inventory.models import Level
from shop.domain.inventory.rules import told
from shop.domain.settings.actions import SHOPFRONT
from shop.domain.settings.models import SettingRow
from shop.domain.settings.schema import DEFAULTS
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.quantity import Unit

_LOW = select(SettingRow.value).where(SettingRow.key == "low_stock").scalar_subquery()
_LEFT = (
    select(
        Variant.product_id, Variant.id, func.sum(Level.on_hand - Level.allocated - Level.held),
        _LOW,
    )
    .join(Level, Level.variant_id == Variant.id)
    .where(Variant.product_id.in_(bindparam("products", expanding=True)))
    .group_by(Variant.product_id, Variant.id)
)  # fmt: skip


def tell(units: Mapping[int, Unit], by: Mapping[int, int]) -> None:
    """Write down what shoppers are told of the products `units`, whose variants changed `by` that.

    A product's state can only differ where that of one of its variants does; where that is so and
    the listing stays as it was, the product's own page still says something new.
    """
    if not any(by.values()):
        return
    left: dict[int, int] = {}
    news, low = set(), DEFAULTS.low_stock
    rows = session().connection().execute(_LEFT, {"products": list(units)})
    for product, variant, available, setting in rows:
        low = low if setting is None else setting
        left[product] = left.get(product, 0) + int(available)
        after = told(int(available), units[product], low)
        if told(int(available) - by.get(variant, 0), units[product], low) != after:
            news.add(product)
    if not news:
        return
    states = {}
    for product in news:
        state, number = told(left[product], units[product], low)
        states[product] = (state, number and number // units[product].one)
    if not listing.set_stocks(states):
        versions.bump(SHOPFRONT)
