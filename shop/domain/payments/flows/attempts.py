"""Attempts hang on the order: begin one, go on with one, close one before the next."""

from __future__ import annotations

import logging

from sqlalchemy import bindparam, select

from shop.domain.orders.models import Order
from shop.domain.payments import queries
from shop.domain.payments.actions.answers import end
from shop.domain.payments.actions.settle import settle
from shop.domain.payments.actions.start import open_payment, owed
from shop.domain.payments.errors import AttemptOpen
from shop.domain.payments.flows.start import start
from shop.domain.payments.ports import Declined, FactState, GatewayUnavailable, gateway
from shop.domain.payments.queries import Attempt
from shop.domain.payments.statuses import PaymentStatus
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work

_log = logging.getLogger(__name__)
_TURNS = 3
_ORDER = select(Order).where(Order.id == bindparam("order"))


def begin(order_id: int, return_url: str, cancel_url: str) -> str | None:
    """Let the buyer pay what is owed; returns where the browser goes on (see `flows.start`).

    An open attempt that still fits is gone on with; any other is closed at its gateway first. If it
    turns out to be paid, there is nothing to begin.
    """
    for _turn in range(_TURNS):
        attempt = queries.open_attempt(order_id)
        if attempt is not None:
            if _fits(order_id, attempt):
                return attempt.continue_url or start(attempt.id, return_url, cancel_url)
            close(attempt)
        try:
            with unit_of_work():
                payment_id = open_payment(order_id)
        except AttemptOpen:  # another tab was quicker
            continue
        return None if payment_id is None else start(payment_id, return_url, cancel_url)
    return None


def close_open(order_id: int) -> None:
    """Close an order's open attempt, if it has one: before another method is chosen, or at the end.

    If it turns out to be paid, the order follows at once.
    """
    attempt = queries.open_attempt(order_id)
    if attempt is not None:
        close(attempt)


def close(attempt: Attempt, status: PaymentStatus = PaymentStatus.CANCELLED) -> None:
    """Close an attempt at its gateway and here; what was paid meanwhile counts.

    A gateway out of reach stops nobody: the attempt is given up here, and its gateway goes on being
    asked, since the buyer may still pay there.
    """
    fact = None
    if attempt.reference is not None:
        try:
            fact = gateway(attempt.gateway).close(attempt.reference)
        except (GatewayUnavailable, Declined) as error:
            _log.warning("payment %s could not be closed: %s", attempt.public_id, error)
    with unit_of_work():
        if fact is not None and fact.state is FactState.CAPTURED:
            settle(attempt.id, fact)
        else:
            end(attempt.id, status, sure=fact is not None and fact.state is not FactState.PENDING)


def _fits(order_id: int, attempt: Attempt) -> bool:
    """Tell whether an open attempt is for what is owed now, the way it is to be paid now."""
    order = session().scalars(_ORDER, {"order": order_id}).one()
    late = attempt.expires_at is not None and attempt.expires_at <= clock.now()
    wanted = (order.payment_method, owed(order))
    return not late and wanted == (attempt.method, attempt.amount.minor)
