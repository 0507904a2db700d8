"""Ask a gateway what became of an attempt, and let the order follow."""

from __future__ import annotations

import logging

from sqlalchemy import bindparam, select

from shop.domain.payments.actions.settle import Outcome, contradict, settle
from shop.domain.payments.models import Payment
from shop.domain.payments.ports import Declined, GatewayUnavailable, gateway
from shop.domain.payments.statuses import PaymentStatus
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work

_log = logging.getLogger(__name__)
_ONE = select(Payment.gateway, Payment.reference).where(Payment.id == bindparam("payment"))
_OF_ORDER = (
    select(Payment.id)
    .where(
        Payment.order_id == bindparam("order"),
        Payment.reference.is_not(None),
        Payment.status != PaymentStatus.CAPTURED,
    )
    .order_by(Payment.id.desc())
    .limit(1)
)


def look_up(payment_id: int) -> None:
    """Ask about one attempt that its gateway knows; raises `GatewayUnavailable`."""
    found = session().execute(_ONE, {"payment": payment_id}).one()
    if found.reference is None:
        return
    fact = gateway(found.gateway).look_up(found.reference)
    with unit_of_work():
        if settle(payment_id, fact) is Outcome.DOUBTED:
            contradict(payment_id, fact)


def look_up_order(order_id: int) -> bool:
    """Ask about an order's newest attempt, for the page its buyer comes back to (M6).

    False where the gateway did not answer: then the page says that we are waiting for it.
    """
    payment_id = session().execute(_OF_ORDER, {"order": order_id}).scalar()
    if payment_id is None:
        return True
    try:
        look_up(payment_id)
    except (GatewayUnavailable, Declined) as error:
        _log.warning("payment %s could not be looked up: %s", payment_id, error)
        return False
    return True
