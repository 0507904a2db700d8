"""The one way a status moves: by the table, with its entry in the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select

from shop.domain.orders.models import Order, OrderEvent
from shop.domain.orders.statuses import MOVES, Happening, OrderStatus
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.errors import NotFound
from shop.kernel.i18n import _
from shop.kernel.status import transition

SYSTEM, SHOPPER = "system", "customer"
"""Who acts where no member of staff does."""
_ORDER = select(Order).where(Order.id == bindparam("order")).with_for_update()
_HISTORY = insert(OrderEvent)
_LONGEST = 500


def locked(order_id: int) -> Order:
    """Return an order as it is now, locked until the commit."""
    found = (
        session()
        .scalars(_ORDER, {"order": order_id}, execution_options={"populate_existing": True})
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such order."))
    return found


def record(
    order_id: int,
    kind: Happening,
    *,
    actor: str = SYSTEM,
    note: str = "",
    data: dict[str, Any] | None = None,
    moved: tuple[OrderStatus | None, OrderStatus] | None = None,
) -> None:
    """Write one entry of the history; `moved` tells from where to where the status went."""
    start, to = moved or (None, None)
    session().connection().execute(
        _HISTORY,
        {
            "order_id": order_id, "kind": kind, "from_status": start, "to_status": to,
            "actor": actor, "at": clock.now(), "note": note[:_LONGEST], "data": data or {},
        },
    )  # fmt: skip


def move(
    order: Order,
    to: OrderStatus,
    kind: Happening,
    *,
    actor: str = SYSTEM,
    note: str = "",
    stamps: Mapping[str, object] | None = None,
) -> None:
    """Move a locked order where the table allows it; raises `Conflict` where it does not.

    `stamps` are further columns to write with the status.
    """
    start = OrderStatus(transition(order, to, MOVES, **(stamps or {})))
    record(order.id, kind, actor=actor, note=note, moved=(start, to))
