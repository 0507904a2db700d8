"""What gateways told of an attempt."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from shop.domain.payments.models import GatewayEvent
from shop.domain.payments.queries.tried import Attempt
from shop.kernel import db

_event = GatewayEvent.__table__.c
_OF_ATTEMPT = (
    select(_event.event_id, _event.kind, _event.received_at, _event.outcome, _event.tries)
    .where(
        _event.gateway == bindparam("gateway"),
        or_(
            and_(_event.reference != "", _event.reference == bindparam("reference")),
            _event.payment_public_id == bindparam("public_id"),
        ),
    )
    .order_by(_event.id)
)


def heard(attempt: Attempt) -> list[dict[str, Any]]:
    """Return the callbacks that were about an attempt, in the order they came in."""
    names = {
        "gateway": attempt.gateway, "reference": attempt.reference or "",
        "public_id": attempt.public_id,
    }  # fmt: skip
    return [
        {
            "event": row.event_id, "kind": row.kind, "outcome": row.outcome, "tries": row.tries,
            "received": row.received_at.isoformat(timespec="seconds"),
        }
        for row in db.read(_OF_ATTEMPT, names)
    ]  # fmt: skip
