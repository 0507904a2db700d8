"""Remove made-up orders with all that belongs to them, and no others: triggers see to that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select

from shop.demo.progress import Progress, silent
from shop.domain.checkout.models import Checkout
from shop.domain.inventory.actions import levels
from shop.domain.inventory.models import Allocation, AllocationState
from shop.domain.ledger.models import LedgerEntry, LedgerTransaction
from shop.domain.notifications.models import Message
from shop.domain.orders.models import Order, OrderEvent, OrderLine, OrderNote, OrderTask
from shop.domain.payments.models import Payment
from shop.kernel.db import session
from shop.kernel.numbers import Counter
from shop.kernel.unit_of_work import unit_of_work

BATCH = 500
_BELONGS: tuple[type[Any], ...] = (
    LedgerEntry, LedgerTransaction, OrderEvent, OrderNote, OrderTask, OrderLine, Allocation,
    Message, Payment, Checkout,
)  # fmt: skip


def remove_orders(progress: Progress = silent) -> int:
    """Remove the demo's orders in batches; their stock is free again. Returns how many there were.

    Days on which nobody else has ordered are counted from 1 again.
    """
    count = session().scalar(select(func.count()).select_from(Order).where(Order.demo)) or 0
    with progress("Orders", count) as done:
        while ids := session().scalars(_next_batch()).all():
            with unit_of_work():
                _remove(ids)
            done(len(ids))
    if count:
        with unit_of_work():
            _forget_days()
    return count


def _next_batch() -> Any:
    return select(Order.id).where(Order.demo).order_by(Order.id).limit(BATCH)


def _remove(ids: Sequence[int]) -> None:
    """What belongs to them first: its triggers let it go while they can see a demo order."""
    here = session()
    here.execute(select(Order.id).where(Order.id.in_(ids)).order_by(Order.id).with_for_update())
    _free_stock(ids)
    for model in _BELONGS:
        here.execute(delete(model).where(model.order_id.in_(ids)))
    here.execute(delete(Order).where(Order.id.in_(ids), Order.demo))


def _free_stock(ids: Sequence[int]) -> None:
    rows = (
        session()
        .execute(
            select(Allocation.variant_id, Allocation.location_id, func.sum(Allocation.quantity))
            .where(Allocation.order_id.in_(ids), Allocation.state == AllocationState.ALLOCATED)
            .group_by(Allocation.variant_id, Allocation.location_id)
        )
        .all()
    )
    goods = levels.lock({row[0] for row in rows})
    levels.move([(variant, place, 0, -int(given)) for variant, place, given in rows], goods)


def _forget_days() -> None:
    """Forget the counters of days of which no order is left; numbers end in -day-count."""
    here = session()
    left = {f"orders:{number.split('-')[-2]}" for number in here.scalars(select(Order.number))}
    names = set(here.scalars(select(Counter.name).where(Counter.name.like("orders:%"))))
    here.execute(delete(Counter).where(Counter.name.in_(names - left)))
