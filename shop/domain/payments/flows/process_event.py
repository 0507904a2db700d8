"""Read an event in the inbox and let its payment follow; an early one waits for its payment."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import Row, bindparam, or_, select, update

from shop.domain.payments import facts
from shop.domain.payments.actions.settle import Outcome, settle
from shop.domain.payments.flows.look_up import look_up
from shop.domain.payments.models import GatewayEvent, Payment
from shop.domain.payments.ports import Declined, GatewayUnavailable
from shop.domain.payments.rules import WAIT_FOR_PAYMENT, event_is_due
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work

_log = logging.getLogger(__name__)
_BATCH = 500
_event = GatewayEvent.__table__.c
_ONE = select(
    _event.id, _event.gateway, _event.event_id, _event.kind, _event.reference,
    _event.payment_public_id, _event.fact, _event.processed_at,
).where(_event.id == bindparam("event"))  # fmt: skip
_PAYMENT = (
    select(Payment.id)
    .where(
        Payment.gateway == bindparam("gateway"),
        or_(
            Payment.public_id == bindparam("public_id"), Payment.reference == bindparam("reference")
        ),
    )
    .limit(1)
)
_DONE = (
    update(GatewayEvent)
    .where(_event.id == bindparam("event"), _event.processed_at.is_(None))
    .values(processed_at=bindparam("at"), outcome=bindparam("came"), tries=_event.tries + 1)
    .execution_options(synchronize_session=False)
)
_LATER = (
    update(GatewayEvent)
    .where(_event.id == bindparam("event"), _event.processed_at.is_(None))
    .values(outcome=bindparam("came"), tries=_event.tries + 1)
    .execution_options(synchronize_session=False)
)
_WAITING = (
    select(_event.id, _event.received_at, _event.tries)
    .where(_event.processed_at.is_(None))
    .order_by(_event.tries, _event.id)
    .limit(_BATCH)
)


def process(event_row_id: int) -> None:
    """Process one event; harmless when run twice, or by two workers at once."""
    event = session().execute(_ONE, {"event": event_row_id}).first()
    if event is None or event.processed_at is not None:
        return
    if event.fact is None or not (event.reference or event.payment_public_id):
        _log.info("%s event %s of kind %s ignored", event.gateway, event.event_id, event.kind)
        with unit_of_work():
            _done(event_row_id, "ignored")
        return
    payment_id = _payment_of(event)
    if payment_id is None:
        _later(event_row_id, "early")
        return
    with unit_of_work():
        outcome = settle(payment_id, facts.read(event.fact))
        if outcome is not Outcome.DOUBTED:
            _done(event_row_id, outcome)
    if outcome is Outcome.DOUBTED:
        _ask(event_row_id, payment_id)


def _ask(event_row_id: int, payment_id: int) -> None:
    """Have the gateway itself say what is true: was it late news, or a contradiction?"""
    try:
        look_up(payment_id)
    except (GatewayUnavailable, Declined) as error:
        _log.warning("payment %s could not be looked up: %s", payment_id, error)
        _later(event_row_id, "unanswered")
        return
    with unit_of_work():
        _done(event_row_id, Outcome.DOUBTED)


def process_waiting(*, dry_run: bool = False) -> dict[str, int]:
    """Look again at events that nobody has processed: early ones, and what the queue lost (P6)."""
    now = clock.now()
    waiting = session().execute(_WAITING).all()
    due = [row for row in waiting if event_is_due(row.received_at, row.tries, now)]
    if not dry_run:
        for row in due:
            if row.received_at + WAIT_FOR_PAYMENT <= now:
                _give_up(row.id)
            else:
                process(row.id)
    return {"waiting": len(waiting), "due": len(due)}


def _give_up(event_row_id: int) -> None:
    """Leave an event alone whose payment never came: it is not ours. It stays in the inbox."""
    _log.warning("gateway event %s belongs to no payment of this shop", event_row_id)
    with unit_of_work():
        _done(event_row_id, "unclaimed")


def _later(event_row_id: int, why: str) -> None:
    with unit_of_work():
        session().execute(_LATER, {"event": event_row_id, "came": why})


def _done(event_row_id: int, outcome: str) -> None:
    session().execute(_DONE, {"event": event_row_id, "at": clock.now(), "came": outcome})


def _payment_of(event: Row[*tuple[Any, ...]]) -> int | None:
    names = {
        "gateway": event.gateway, "public_id": event.payment_public_id,
        "reference": event.reference,
    }  # fmt: skip
    found: int | None = session().execute(_PAYMENT, names).scalar()
    return found
