"""Unpaid orders past their deadline: ask the gateway a last time, then give the stock back."""

from __future__ import annotations

import logging
from datetime import timedelta

from shop.domain.orders.actions.expire import expire
from shop.domain.orders.queries import due_to_expire
from shop.domain.payments import queries
from shop.domain.payments.actions.answers import end
from shop.domain.payments.actions.settle import settle
from shop.domain.payments.flows.attempts import close
from shop.domain.payments.ports import Declined, FactState, GatewayUnavailable, gateway
from shop.domain.payments.queries import Attempt
from shop.domain.payments.statuses import PaymentStatus
from shop.kernel import clock
from shop.kernel.unit_of_work import unit_of_work

_log = logging.getLogger(__name__)
_BATCH = 200
_PATIENCE = timedelta(hours=1)
"""How long after the deadline a gateway out of reach keeps an order alive."""


def expire_due(*, dry_run: bool = False) -> dict[str, int]:
    """Expire every order whose deadline is over, unless its gateway says it was paid."""
    due = due_to_expire(_BATCH)
    if dry_run:
        return {"due": len(due), "expired": 0}
    away: set[str] = set()
    return {"due": len(due), "expired": sum(_expire(order_id, away) for order_id in due)}


def _expire(order_id: int, away: set[str]) -> bool:
    attempt = queries.open_attempt(order_id)
    if attempt is not None and not _close(attempt, away):
        return False
    with unit_of_work():
        if attempt is not None:
            end(attempt.id, PaymentStatus.EXPIRED, sure=False)
        return expire(order_id)


def _close(attempt: Attempt, away: set[str]) -> bool:
    """Settle or close an attempt; False where its gateway should be asked again first.

    One that does not answer is added to `away`, and is not waited for again in this run.
    """
    waited = clock.now() - (attempt.expires_at or clock.now()) > _PATIENCE
    if attempt.reference is None or attempt.gateway in away:
        return attempt.reference is None or waited
    try:
        fact = gateway(attempt.gateway).look_up(attempt.reference)
    except GatewayUnavailable as error:
        away.add(attempt.gateway)
        _log.warning("payment %s could not be looked up: %s", attempt.public_id, error)
        return waited
    except Declined as error:  # such as a payment of an account that we no longer have
        _log.warning("payment %s is unknown to its gateway: %s", attempt.public_id, error)
        return True
    if fact.state is FactState.CAPTURED:
        with unit_of_work():
            settle(attempt.id, fact)
    else:
        close(attempt, PaymentStatus.EXPIRED)
    return True
