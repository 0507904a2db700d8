"""Post movements: the only way a level changes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from shop.domain.catalogue.actions import listing
from shop.domain.catalogue.models import Product, Variant
from shop.domain.catalogue.statuses import ProductKind
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.inventory.models import Level, Location, Movement, MovementKind
from shop.domain.inventory.rules import told
from shop.domain.settings.actions import SHOPFRONT
from shop.domain.settings.queries import shop_settings
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.errors import Invalid
from shop.kernel.i18n import _
from shop.kernel.quantity import Unit

DEFAULT_LOCATION = "shop"
_HERE = (Level.variant_id == bindparam("variant"), Level.location_id == bindparam("location"))
_FREE = func.coalesce(func.sum(Level.on_hand - Level.allocated - Level.held), 0)
_MOVE = (
    update(Level)
    .where(*_HERE, Level.on_hand + bindparam("by") - Level.allocated - Level.held >= 0)
    .values(on_hand=Level.on_hand + bindparam("by"))
    .execution_options(synchronize_session=False)
)
_PRODUCT = (
    select(Product.id, Product.unit, Product.kind)
    .join(Variant, Variant.product_id == Product.id)
    .where(Variant.id == bindparam("variant"))
    .with_for_update(of=Product, key_share=True)
)
_AVAILABLE = (
    select(_FREE)
    .join(Variant, Variant.id == Level.variant_id)
    .where(Variant.product_id == bindparam("product"))
)
_KNOWN = select(Level.on_hand).where(*_HERE)
_OF_VARIANT = select(_FREE).where(Level.variant_id == bindparam("variant"))


def default_location() -> Location:
    """Return the place where a small shop keeps everything, making it first."""
    found = session().scalars(select(Location).where(Location.code == DEFAULT_LOCATION)).first()
    if found is None:
        found = Location(code=DEFAULT_LOCATION, name="Shop")
        session().add(found)
        session().flush()
    return found


def post(
    variant_id: int,
    quantity: int,
    kind: MovementKind,
    *,
    reason: str = "",
    actor: str = "system",
    location_id: int | None = None,
) -> int:
    """Move `quantity` minor units in (positive) or out; returns how many are on hand after it.

    What orders and checkouts were promised is never taken away: `NotEnoughStock`. Digital
    products have no stock: `Invalid`.
    """
    product = _locked(variant_id)
    if product.kind == ProductKind.DIGITAL:
        raise Invalid(_("A digital product is never counted."), code="DIGITAL", field="quantity")
    current, unit = session(), Unit(product.unit)
    place = location_id or default_location().id
    binds = {"variant": variant_id, "location": place, "by": quantity}
    if not current.execute(_MOVE, binds).rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        if quantity < 0 or current.execute(_KNOWN, binds).first():
            raise NotEnoughStock(_("There is not that much left to take away."), field="quantity")
        first = {"variant_id": variant_id, "location_id": place, "on_hand": quantity}
        current.execute(insert(Level).values(first))
    after: int = current.execute(_KNOWN, binds).scalar_one()
    current.execute(
        insert(Movement).values(
            variant_id=variant_id, location_id=place, kind=kind, quantity=quantity,
            on_hand_after=after, reason=reason, actor=actor,
        )
    )  # fmt: skip
    left = int(current.execute(_OF_VARIANT, {"variant": variant_id}).scalar_one())
    low = shop_settings().low_stock
    if not tell_listing(variant_id) and told(left, unit, low) != told(left - quantity, unit, low):
        versions.bump(SHOPFRONT)  # the product's page says it of each variant
    return after


def receive(variant_id: int, quantity: int, *, reason: str = "", actor: str = "system") -> int:
    """Book goods in."""
    return post(variant_id, quantity, MovementKind.RECEIPT, reason=reason, actor=actor)


def adjust(variant_id: int, quantity: int, *, reason: str, actor: str = "system") -> int:
    """Correct stock by a signed quantity, with the reason why."""
    return post(variant_id, quantity, MovementKind.ADJUSTMENT, reason=reason, actor=actor)


def tell_listing(variant_id: int) -> bool:
    """Write the stock state of the variant's product down; tells whether shoppers see a change."""
    product = _locked(variant_id)
    available = session().execute(_AVAILABLE, {"product": product.id}).scalar_one()
    state, left = told(int(available), Unit(product.unit), shop_settings().low_stock)
    return listing.set_stock(product.id, state, left and left // Unit(product.unit).one)


def _locked(variant_id: int) -> Row[*tuple[Any, ...]]:
    """Return the variant's product (id, unit), locked until the commit.

    PostgreSQL would otherwise let two who take the last of two variants each see the other's.
    """
    return session().execute(_PRODUCT, {"variant": variant_id}).one()
