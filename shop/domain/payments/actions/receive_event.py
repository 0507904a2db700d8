"""Put a verified callback into the inbox, once however often it is sent."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from shop.domain.payments import facts
from shop.domain.payments.events import GatewayEventReceived
from shop.domain.payments.models import GatewayEvent
from shop.domain.payments.ports import CallbackEvent
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.events import emit

_event = GatewayEvent.__table__.c
_SEEN = select(_event.id).where(
    _event.gateway == bindparam("gateway"), _event.event_id == bindparam("event_id")
)
_PUT = insert(GatewayEvent.__table__)  # type: ignore[arg-type]  # a mapped class has a Table


def receive(gateway: str, event: CallbackEvent, body: bytes) -> bool:
    """Keep an event and announce it; False where it was here before. No other work is done."""
    here = session()
    if here.execute(_SEEN, {"gateway": gateway, "event_id": event.event_id}).first():
        return False
    try:
        with here.begin_nested():
            result = here.execute(
                _PUT,
                {
                    "gateway": gateway,
                    "event_id": event.event_id,
                    "kind": event.kind[:80],
                    "reference": event.reference[:255],
                    "payment_public_id": event.payment_id[:24],
                    "fact": facts.written(event.fact),
                    "payload": body.decode("utf-8", "replace").replace("\0", ""),
                    "received_at": clock.now(),
                    "outcome": "",
                    "tries": 0,
                },
            )
    except IntegrityError:  # the same event came in twice at the same moment
        return False
    emit(GatewayEventReceived(result.inserted_primary_key[0]))  # type: ignore[attr-defined]  # an INSERT has one
    return True
