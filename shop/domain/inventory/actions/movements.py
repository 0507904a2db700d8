"""Post movements: the only way what is on hand changes."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select, update

from shop.domain.inventory.actions import levels, telling
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.inventory.models import Level, Location, Movement, MovementKind
from shop.kernel.db import session
from shop.kernel.errors import Invalid
from shop.kernel.i18n import _

DEFAULT_LOCATION = "shop"
_HERE = (Level.variant_id == bindparam("variant"), Level.location_id == bindparam("location"))
_MOVE = (
    update(Level)
    .where(*_HERE, Level.on_hand + bindparam("by") - Level.allocated - Level.held >= 0)
    .values(on_hand=Level.on_hand + bindparam("by"))
    .execution_options(synchronize_session=False)
)
_KNOWN = select(Level.on_hand).where(*_HERE)


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
    good = levels.lock([variant_id])[variant_id]
    if not good.physical:
        raise Invalid(_("A digital product is never counted."), code="DIGITAL", field="quantity")
    current = session()
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
    telling.tell({good.product_id: good.unit}, {variant_id: quantity})
    return after


def receive(variant_id: int, quantity: int, *, reason: str = "", actor: str = "system") -> int:
    """Book goods in."""
    return post(variant_id, quantity, MovementKind.RECEIPT, reason=reason, actor=actor)


def adjust(variant_id: int, quantity: int, *, reason: str, actor: str = "system") -> int:
    """Correct stock by a signed quantity, with the reason why."""
    return post(variant_id, quantity, MovementKind.ADJUSTMENT, reason=reason, actor=actor)
