"""Start an attempt at its gateway: store the question, ask it, store the answer."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import bindparam, select

from shop.domain.orders.models import Order
from shop.domain.payments.actions.answers import note_asked, note_started
from shop.domain.payments.actions.settle import settle
from shop.domain.payments.models import Payment
from shop.domain.payments.ports import (
    Declined,
    FactState,
    GatewayUnavailable,
    PaymentFact,
    StartRequest,
    gateway,
)
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.i18n import _, use_locale
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work

_log = logging.getLogger(__name__)
_ATTEMPT = (
    select(
        Payment.public_id, Payment.gateway, Payment.status, Payment.amount_minor,
        Payment.currency, Payment.idempotency_key, Payment.asked, Payment.reference,
        Payment.continue_url, Payment.expires_at, Order.number, Order.email, Order.locale,
    )
    .join(Order, Order.id == Payment.order_id)
    .where(Payment.id == bindparam("payment"))
)  # fmt: skip


def start(payment_id: int, return_url: str, cancel_url: str) -> str | None:
    """Start an attempt and return where the browser goes on; None where there is nowhere to go.

    Nowhere: it is paid already, was refused, or the gateway cannot be reached; then the attempt
    stays open, the order's page says what to do, and `flows.reconcile` asks again under the same
    key. Run twice, it asks the same question and gets the same answer.
    """
    found = session().execute(_ATTEMPT, {"payment": payment_id}).one()
    if found.reference is not None:
        known: str | None = found.continue_url
        return known
    with use_locale(found.locale):
        description = _("Order %(number)s", number=found.number)
    deadline: datetime = found.expires_at or clock.now()
    asked = {
        "description": description,
        "return_url": return_url,
        "cancel_url": cancel_url,
        "email": found.email,
        "locale": found.locale,
        "expires_at": deadline.isoformat(),
    }
    with unit_of_work():
        kept = note_asked(payment_id, asked)
    if kept is None:
        return None
    return ask(payment_id)


def ask(payment_id: int) -> str | None:
    """Ask the gateway what was stored to be asked; see `start`."""
    found = session().execute(_ATTEMPT, {"payment": payment_id}).one()
    try:
        started = gateway(found.gateway).start(
            StartRequest(
                payment_id=found.public_id,
                idempotency_key=found.idempotency_key,
                amount=Money(found.amount_minor, found.currency),
                description=found.asked["description"],
                return_url=found.asked["return_url"],
                cancel_url=found.asked["cancel_url"],
                email=found.asked["email"],
                locale=found.asked["locale"],
                expires_at=datetime.fromisoformat(found.asked["expires_at"]),
            )
        )
    except GatewayUnavailable as error:
        _log.warning("payment %s waits: %s", found.public_id, error)
        return None
    except Declined as refusal:
        fact = PaymentFact(reference="", state=FactState.FAILED, failure=refusal.sentence)
        with unit_of_work():
            settle(payment_id, fact)
        return None
    with unit_of_work():
        note_started(payment_id, started)
    return started.continue_url
