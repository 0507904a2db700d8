"""Keep what a gateway is asked and what it answers, and give an attempt up."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from shop.domain.payments.actions.rows import locked_pair, write
from shop.domain.payments.actions.settle import settle
from shop.domain.payments.events import GatewayEventReceived
from shop.domain.payments.models import GatewayEvent
from shop.domain.payments.ports import Started
from shop.domain.payments.rules import next_look_up
from shop.domain.payments.statuses import OPEN, PaymentStatus, newer
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.events import emit

_event = GatewayEvent.__table__.c
_WAITING = select(_event.id).where(
    _event.gateway == bindparam("gateway"),
    _event.reference == bindparam("reference"),
    _event.processed_at.is_(None),
)


def note_asked(payment_id: int, asked: dict[str, object]) -> dict[str, object] | None:
    """Keep what a gateway is about to be asked; returns what it was asked first.

    None where the attempt is over, so that nothing is to be asked any more.
    """
    _order, payment = locked_pair(payment_id)
    if payment.status not in OPEN:
        return None
    if payment.asked is None:
        again = next_look_up(0, clock.now(), payment.expires_at)
        write(payment, asked=asked, next_look_up_at=again)
    return payment.asked


def note_started(payment_id: int, started: Started) -> None:
    """Keep what the gateway answered, and wake the events that waited for this payment."""
    _order, payment = locked_pair(payment_id)
    if payment.reference is None:
        write(payment, reference=started.reference, continue_url=started.continue_url)
        names = {"gateway": payment.gateway, "reference": started.reference}
        for row in session().execute(_WAITING, names).all():
            emit(GatewayEventReceived(row.id))
    if started.fact is not None:
        settle(payment_id, started.fact)


def end(payment_id: int, status: PaymentStatus, *, sure: bool) -> None:
    """Give an attempt up, unless it was paid meanwhile.

    Where the gateway has not confirmed it (`sure`), it goes on being asked: money may still come.
    """
    _order, payment = locked_pair(payment_id)
    if not newer(status, payment.status):
        return
    asked_again = None if sure or payment.reference is None else payment.next_look_up_at
    write(payment, status=status, next_look_up_at=asked_again)
