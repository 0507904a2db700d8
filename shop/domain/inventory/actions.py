"""Post movements: the only way a level changes."""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, select, update

from shop.domain.catalogue.actions import listing
from shop.domain.catalogue.models import Product, Variant
from shop.domain.catalogue.statuses import StockState
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.inventory.models import Level, Location, Movement, MovementKind
from shop.domain.settings.queries import shop_settings
from shop.kernel.db import session
from shop.kernel.i18n import _
from shop.kernel.quantity import Unit

DEFAULT_LOCATION = "shop"
_MOVE = (
    update(Level)
    .where(
        Level.variant_id == bindparam("variant"),
        Level.location_id == bindparam("location"),
        Level.on_hand + bindparam("by") - Level.allocated - Level.held >= 0,
    )
    .values(on_hand=Level.on_hand + bindparam("by"))
    .execution_options(synchronize_session=False)
)


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

    What orders and checkouts were promised is never taken away: `NotEnoughStock`.
    """
    current = session()
    place = location_id or default_location().id
    binds = {"variant": variant_id, "location": place, "by": quantity}
    if not current.execute(_MOVE, binds).rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        known = current.get(Level, (variant_id, place))
        if known is not None or quantity < 0:
            raise NotEnoughStock(_("There is not that much left to take away."), field="quantity")
        current.execute(
            insert(Level).values(variant_id=variant_id, location_id=place, on_hand=quantity)
        )
    after = current.execute(
        select(Level.on_hand).where(Level.variant_id == variant_id, Level.location_id == place)
    ).scalar_one()
    current.execute(
        insert(Movement).values(
            variant_id=variant_id, location_id=place, kind=kind, quantity=quantity,
            on_hand_after=after, reason=reason, actor=actor,
        )
    )  # fmt: skip
    tell_listing(variant_id)
    return after


def receive(variant_id: int, quantity: int, *, reason: str = "", actor: str = "system") -> int:
    """Book goods in."""
    return post(variant_id, quantity, MovementKind.RECEIPT, reason=reason, actor=actor)


def adjust(variant_id: int, quantity: int, *, reason: str, actor: str = "system") -> int:
    """Correct stock by a signed quantity, with the reason why."""
    return post(variant_id, quantity, MovementKind.ADJUSTMENT, reason=reason, actor=actor)


def tell_listing(variant_id: int) -> None:
    """Write the stock state of the variant's product down, where that is news to a shopper."""
    row = (
        session()
        .execute(
            select(Product.id, Product.unit)
            .join(Variant, Variant.product_id == Product.id)
            .where(Variant.id == variant_id)
        )
        .one()
    )
    available = (
        session()
        .execute(
            select(func.coalesce(func.sum(Level.on_hand - Level.allocated - Level.held), 0))
            .join(Variant, Variant.id == Level.variant_id)
            .where(Variant.product_id == row.id)
        )
        .scalar_one()
    )
    whole = int(available) // Unit(row.unit).one
    if available <= 0:
        listing.set_stock(row.id, StockState.OUT, None)
    elif whole <= shop_settings().low_stock:
        listing.set_stock(row.id, StockState.LOW, whole)
    else:
        listing.set_stock(row.id, StockState.IN, None)
