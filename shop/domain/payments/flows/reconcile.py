"""Ask gateways about attempts that have gone quiet, with growing pauses (PAY-14)."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import bindparam, select, update

from shop.domain.payments.flows.look_up import look_up
from shop.domain.payments.flows.start import ask
from shop.domain.payments.models import Payment
from shop.domain.payments.ports import Declined, GatewayUnavailable
from shop.domain.payments.rules import ASK_AGAIN_FOR, next_look_up
from shop.domain.payments.statuses import OPEN
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work

_log = logging.getLogger(__name__)
_BATCH = 200
_payment = Payment.__table__.c
_QUIET = (
    select(
        _payment.id, _payment.public_id, _payment.gateway, _payment.status, _payment.reference,
        _payment.created_at, _payment.expires_at, _payment.look_ups, _payment.next_look_up_at,
    )
    .where(_payment.next_look_up_at <= bindparam("now"))
    .order_by(_payment.next_look_up_at, _payment.id)
    .limit(_BATCH)
)  # fmt: skip
_CLAIM = (
    update(Payment)
    .where(_payment.id == bindparam("payment"), _payment.next_look_up_at == bindparam("was"))
    .values(next_look_up_at=bindparam("next"), look_ups=_payment.look_ups + 1)
    .execution_options(synchronize_session=False)
)


def poll(*, dry_run: bool = False) -> dict[str, int]:
    """Look up every attempt that is due; tells how many were asked about, and how many in vain."""
    now = clock.now()
    due = session().execute(_QUIET, {"now": now}).all()
    if dry_run:
        return {"due": len(due), "asked": 0, "unanswered": 0}
    asked = unanswered = 0
    away: set[str] = set()
    for row in due:
        following = next_look_up(row.look_ups, now, row.expires_at)
        if row.gateway in away or not _claim(row.id, row.next_look_up_at, following):
            continue
        asked += 1
        try:
            if row.reference is not None:
                look_up(row.id)
            elif row.status in OPEN and now - row.created_at < ASK_AGAIN_FOR:
                ask(row.id)  # its answer was lost: the same key brings it back
        except GatewayUnavailable as error:
            unanswered += 1
            away.add(row.gateway)  # nobody waits for it again in this run
            _log.warning("payment %s could not be looked up: %s", row.public_id, error)
        except Declined as error:  # such as a payment of an account that we no longer have
            _log.warning("payment %s is unknown to its gateway: %s", row.public_id, error)
    return {"due": len(due), "asked": asked, "unanswered": unanswered}


def _claim(payment_id: int, was: datetime, following: datetime | None) -> bool:
    """Take one look-up for this process, by moving the time of the next one."""
    with unit_of_work():
        moved = session().execute(_CLAIM, {"payment": payment_id, "was": was, "next": following})
        return bool(moved.rowcount)  # type: ignore[attr-defined]  # an UPDATE has one
