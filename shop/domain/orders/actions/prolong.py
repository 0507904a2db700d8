"""A new attempt to pay has begun: the order waits for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from shop.domain.orders import rules
from shop.domain.orders.models import Order
from shop.kernel import clock
from shop.kernel.db import session


def prolong(order: Order, minutes: int | None) -> datetime | None:
    """Let a locked, unpaid order wait `minutes` from now, never less than it does; tells till when.

    However often this is done, it waits no longer than `rules.LONGEST_WAIT` in all.
    """
    until = rules.deadline(order.placed_at, clock.now(), minutes)
    if until is None or order.expires_at is None or until <= order.expires_at:
        return order.expires_at
    session().execute(
        update(Order)
        .where(Order.id == order.id)
        .values(expires_at=until)
        .execution_options(synchronize_session=False)
    )
    session().refresh(order)
    return until
