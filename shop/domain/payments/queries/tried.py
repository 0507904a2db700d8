"""The attempts to pay an order, as its page and the commands show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, or_, select

from shop.domain.orders.models import Order
from shop.domain.payments.models import Payment
from shop.domain.payments.statuses import OPEN, PaymentStatus
from shop.kernel import clock, db
from shop.kernel.i18n import LazyText
from shop.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt. `failure` is a sentence for the buyer, empty where nothing went wrong."""

    id: int
    public_id: str
    order_id: int
    method: str
    gateway: str
    status: PaymentStatus
    amount: Money
    captured: Money | None
    reference: str | None
    continue_url: str | None
    failure: str
    started_at: datetime
    expires_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it may still be paid as far as we know."""
        return self.status in OPEN

    @property
    def resumes_at(self) -> str | None:
        """Where the buyer goes on paying, while that is still possible."""
        late = self.expires_at is not None and self.expires_at <= clock.now()
        return None if late or not self.is_open else self.continue_url


_attempt = Payment.__table__.c
_COLUMNS = (
    _attempt.id, _attempt.public_id, _attempt.order_id, _attempt.method, _attempt.gateway,
    _attempt.status, _attempt.amount_minor, _attempt.currency, _attempt.captured_minor,
    _attempt.captured_currency, _attempt.reference, _attempt.continue_url, _attempt.failure,
    _attempt.created_at, _attempt.expires_at,
)  # fmt: skip
_OF_ORDER = (
    select(*_COLUMNS).where(_attempt.order_id == bindparam("order_id")).order_by(_attempt.id.desc())
)
_ONE = select(*_COLUMNS).where(_attempt.id == bindparam("payment"))
_WITH_NUMBER = select(Order.number, *_COLUMNS).join(Order, Order.id == _attempt.order_id)
_RECENT = _WITH_NUMBER.order_by(_attempt.id.desc()).limit(bindparam("most"))
_NAMED = _WITH_NUMBER.where(
    or_(_attempt.public_id == bindparam("name"), Order.number == bindparam("number"))
).order_by(_attempt.id.desc())


def attempts(order_id: int) -> tuple[Attempt, ...]:
    """Return an order's attempts, the newest first; one statement."""
    return _shaped(db.read(_OF_ORDER, {"order_id": order_id}).all())


def open_attempt(order_id: int) -> Attempt | None:
    """Return the attempt of an order that may still be paid; there is one at most."""
    return next((attempt for attempt in attempts(order_id) if attempt.is_open), None)


def by_id(payment_id: int) -> Attempt:
    """Return one attempt."""
    return _shaped(db.read(_ONE, {"payment": payment_id}).all())[0]


def recent(most: int) -> list[tuple[str, Attempt]]:
    """Return the newest attempts of all orders, each with its order's number."""
    rows = db.read(_RECENT, {"most": most}).all()
    return list(zip((row.number for row in rows), _shaped(rows), strict=True))


def named(name: str) -> list[tuple[str, Attempt]]:
    """Return the attempt called `pay_…`, or those of the order with this number."""
    rows = db.read(_NAMED, {"name": name, "number": name.upper()}).all()
    return list(zip((row.number for row in rows), _shaped(rows), strict=True))


def _shaped(rows: Sequence[Row[Any]]) -> tuple[Attempt, ...]:
    return tuple(
        Attempt(
            id=row.id,
            public_id=row.public_id,
            order_id=row.order_id,
            method=row.method,
            gateway=row.gateway,
            status=PaymentStatus(row.status),
            amount=Money(row.amount_minor, row.currency),
            captured=Money(row.captured_minor, row.captured_currency)
            if row.captured_currency
            else None,
            reference=row.reference,
            continue_url=row.continue_url,
            failure=str(LazyText(row.failure)),  # its adapter marked it for translation
            started_at=row.created_at,
            expires_at=row.expires_at,
        )
        for row in rows
    )
