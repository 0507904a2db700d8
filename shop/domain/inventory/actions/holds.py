"""Holds: stock kept for a checkout until a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from shop.domain.inventory.actions import levels
from shop.domain.inventory.actions.deadlines import expire, give_back
from shop.domain.inventory.actions.finding import find
from shop.domain.inventory.models import Hold
from shop.domain.inventory.rules import summed
from shop.kernel.columns import UTCDateTime
from shop.kernel.db import session

__all__ = ["expire", "hold", "release"]

_MINE = select(Hold.variant_id, Hold.quantity).where(Hold.owner == bindparam("mine"))
_EXTEND = (
    update(Hold)
    .where(Hold.owner == bindparam("mine"))
    .values(until=bindparam("deadline", type_=UTCDateTime))
)
DROP = (
    delete(Hold)
    .where(
        Hold.owner == bindparam("mine"), Hold.variant_id.in_(bindparam("variants", expanding=True))
    )
    .returning(Hold.variant_id, Hold.location_id, Hold.quantity)
)
"""Takes what an owner holds of some variants, which are locked; binds `mine` and `variants`."""


def hold(owner: str, wanted: Mapping[int, int], until: datetime) -> None:
    """Make the holds of `owner` exactly `wanted` (variant id to minor steps), kept `until` then.

    Its own holds never count against it; expired ones of others are released where they are
    needed. Nothing is taken where there is not enough: `NotEnoughStock`, with its shortages.
    Digital products are left out. Where all of it is held already, only the deadline moves.
    """
    here, binds = session().connection(), {"mine": owner, "deadline": until}
    rows = here.execute(_MINE, {"mine": owner}).all()
    same = bool(rows) and summed((row[0], row[1]) for row in rows) == wanted
    if same and here.execute(_EXTEND, binds).rowcount == len(rows):
        return
    goods = levels.lock(wanted, owner=owner)
    found = find(wanted, goods, owner)
    if found.own:
        here.execute(DROP, {"mine": owner, "variants": list(goods)})
    if found.taken:
        kept = {"owner": owner, "until": until}
        here.execute(
            insert(Hold),
            [
                kept | {"variant_id": variant, "location_id": location, "quantity": quantity}
                for (variant, location), quantity in sorted(found.taken.items())
            ],
        )
    keys = found.taken.keys() | found.own.keys()
    by = {key: found.taken.get(key, 0) - found.own.get(key, 0) for key in keys}
    levels.move([(*key, number, 0) for key, number in by.items()], goods)


def release(owner: str) -> None:
    """Give back whatever `owner` holds."""
    goods = levels.lock(owner=owner)
    if goods:
        binds = {"mine": owner, "variants": list(goods)}
        give_back(session().connection().execute(DROP, binds).all(), goods)
