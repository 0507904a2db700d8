"""From a draft to an order: number, snapshot, stock, books, history, announcement; in one unit."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from shop.domain.inventory.actions import allocations
from shop.domain.ledger.actions import post_sale
from shop.domain.orders import queries, rules, snapshot
from shop.domain.orders.actions.moves import SHOPPER, record
from shop.domain.orders.draft import OrderDraft
from shop.domain.orders.events import OrderPlaced, OrderReceived
from shop.domain.orders.models import Order, OrderLine
from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import Happening, OrderStatus
from shop.domain.settings.queries import shop_settings
from shop.kernel import clock
from shop.kernel.db import dialect_name, session
from shop.kernel.errors import Invalid
from shop.kernel.events import emit
from shop.kernel.i18n import _
from shop.kernel.ids import public_id
from shop.kernel.numbers import next_number

# A key that is taken makes no row: whoever was quicker is read again instead.
_INSERT: dict[str, Any] = {
    "sqlite": sqlite.insert(Order).on_conflict_do_nothing().returning(Order.id),
    "postgresql": postgresql.insert(Order).on_conflict_do_nothing().returning(Order.id),
}
_NUMBER = (
    update(Order)
    .where(Order.id == bindparam("order"))
    .values(number=bindparam("said"))
    .execution_options(synchronize_session=False)
)
_LINES = insert(OrderLine)


def place(draft: OrderDraft) -> Placed:
    """Make an order of `draft`, once for each checkout key and each cart.

    A repeat gets the order that is there. Cash on delivery and a total of zero are `placed` at
    once, everything else awaits its payment until a deadline. Raises `NotEnoughStock` with its
    shortages; nothing is left of the order then, if the caller gives the unit up.
    """
    if not draft.lines:
        raise Invalid(_("There is nothing in your cart."), code="EMPTY")
    moment, known_as = clock.now(), public_id("ord")
    status = (
        OrderStatus.PLACED
        if draft.payment.on_delivery or not draft.totals.total
        else OrderStatus.AWAITING_PAYMENT
    )
    # The real number comes late: whoever else places an order waits from there to the commit.
    values = {**snapshot.head(draft, status, moment), "public_id": known_as, "number": known_as}
    here = session().connection()  # plain statements: the session's own way costs twice as much
    order_id = here.execute(_INSERT[dialect_name()], values).scalar()
    if order_id is None:
        return queries.winner(draft.checkout_key, draft.cart_id)
    wanted: dict[int, int] = {}
    for line in draft.lines:
        if line.physical:
            wanted[line.variant_id] = wanted.get(line.variant_id, 0) + line.quantity
    allocations.allocate(order_id, wanted, draft.hold_owner)
    number = _number(moment)
    here.execute(_NUMBER, {"order": order_id, "said": number})
    here.execute(_LINES, snapshot.lines(draft, order_id))
    post_sale(order_id, draft.totals, 1)
    happened = Happening.PLACED if status == OrderStatus.PLACED else Happening.RECEIVED
    record(order_id, happened, actor=SHOPPER, moved=(None, status))
    if status == OrderStatus.PLACED:
        emit(OrderPlaced(order_id))
    elif draft.payment.offline:
        emit(OrderReceived(order_id))
    return Placed(order_id, known_as, number, status)


def _number(moment: datetime) -> str:
    """Return the next number of the shop's day."""
    known = shop_settings()
    day = moment.astimezone(ZoneInfo(known.time_zone)).date()
    return rules.number(known.order_prefix, day, next_number(rules.counter(day)))
