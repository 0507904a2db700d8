"""Payments for tests: a gateway in memory that may be away or lose answers, and orders to pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from shop.domain.ops import checks
from shop.domain.ops.registered import ALL_CHECKS
from shop.domain.orders.models import Order
from shop.domain.orders.queries import Placed
from shop.domain.payments.actions.methods import offer_method
from shop.domain.payments.actions.start import open_payment
from shop.domain.payments.flows.start import start
from shop.domain.payments.models import Payment
from shop.domain.payments.offers import USUAL, Offer
from shop.domain.payments.ports import (
    BadSignature,
    CallbackEvent,
    FactState,
    GatewayUnavailable,
    PaymentFact,
    PaymentGateway,
    RefundFact,
    RefundRequest,
    RefundState,
    Started,
    StartRequest,
    gateways,
)
from shop.domain.search.checks import CHECKS as SEARCH
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from shop.standins.test_gateway.bank import the_bank
from tests.factories.memory import forget_session
from tests.factories.orders import ONLINE, goods, placed

BACK, CANCEL = "http://localhost:8000/orders/x/return", "http://localhost:8000/orders/x"


@dataclass
class FakeGateway:
    """Keeps its word in memory. `away`: every call fails; `deaf`: it acts, but nobody hears it."""

    code: str = "test"
    offline: bool = False
    on_delivery: bool = False
    away: bool = False
    deaf: bool = False
    stubborn: bool = False
    """It closes nothing, as mobile money does."""
    facts: dict[str, PaymentFact] = field(default_factory=dict)
    keys: dict[str, StartRequest] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)

    def smallest_step(self, currency: str) -> int:  # noqa: ARG002 - the port's
        """Carry any sum."""
        return 1

    def start(self, request: StartRequest) -> Started:
        """Begin, once for each key."""
        self._called("start", request.idempotency_key)
        known = self.keys.setdefault(request.idempotency_key, request)
        assert known == request, "the same key asks something else"
        reference = f"ref-{request.payment_id}"
        self.facts.setdefault(reference, PaymentFact(reference=reference, state=FactState.PENDING))
        self._answered()
        return Started(reference=reference, continue_url=f"/pay/{reference}")

    def look_up(self, reference: str) -> PaymentFact:
        """Tell."""
        self._called("look_up", reference)
        return self.facts[reference]

    def close(self, reference: str) -> PaymentFact:
        """Close what can be closed."""
        self._called("close", reference)
        fact = self.facts[reference]
        if fact.state is FactState.PENDING and not self.stubborn:
            fact = self.facts[reference] = replace(fact, state=FactState.CANCELLED)
        self._answered()
        return fact

    def refund(self, request: RefundRequest) -> RefundFact:
        """Give back."""
        self._called("refund", request.reference)
        return RefundFact(
            reference=request.idempotency_key, state=RefundState.SUCCEEDED, amount=request.amount
        )

    def read_callback(
        self,
        body: bytes,  # noqa: ARG002 - the port's
        headers: Mapping[str, str],  # noqa: ARG002 - the port's
    ) -> CallbackEvent:
        """Believe nobody."""
        raise BadSignature("this gateway does not call back")

    def pay(self, reference: str, amount: Money, refunded: int = 0) -> PaymentFact:
        """Let somebody pay; returns what the gateway now says."""
        self.facts[reference] = captured(reference, amount, refunded)
        return self.facts[reference]

    def _called(self, what: str, about: str) -> None:
        assert not session().in_transaction(), "called inside a transaction"
        self.calls.append((what, about))
        if self.away:
            raise GatewayUnavailable("nobody answers")

    def _answered(self) -> None:
        if self.deaf:
            raise GatewayUnavailable("the answer was lost")


@contextmanager
def plugged(gateway: PaymentGateway) -> Iterator[PaymentGateway]:
    """Have `gateway` answer to its code for a while."""
    before = gateways.get(gateway.code) if gateway.code in gateways.names() else None
    gateways.register(gateway.code, gateway)
    try:
        yield gateway
    finally:
        if before is not None:
            gateways.register(gateway.code, before)


def offered(code: str = "test", **more: Any) -> Offer:
    """Offer one of the usual methods, changed by `more`; belongs inside a unit of work."""
    offer = replace(USUAL[code], **more)
    offer_method(offer)
    return offer


def captured(reference: str, amount: Money, refunded: int = 0) -> PaymentFact:
    """Return the fact that `amount` was paid, and `refunded` minor units of it went back."""
    return PaymentFact(
        reference=reference,
        state=FactState.CAPTURED,
        amount=amount,
        refunded=Money(refunded, amount.currency),
    )


def said(reference: str, state: FactState, failure: str = "") -> PaymentFact:
    """Return the fact that a payment stands thus, without money."""
    return PaymentFact(reference=reference, state=state, failure=failure)


def begun(left: int = 10, quantity: int = 1, **more: Any) -> tuple[Placed, int]:
    """Place an order that is paid online and start its payment; returns both."""
    with unit_of_work():
        order = placed([(goods(left), quantity)], **({"payment": ONLINE} | more))
        payment = open_payment(order.id)
    assert payment is not None
    start(payment, BACK, CANCEL)
    return order, payment


def payment_row(payment: int) -> Payment:
    """Return an attempt as it is in the database."""
    forget_session()
    return session().get_one(Payment, payment)


def order_row(order: Placed) -> Order:
    """Return an order as it is in the database."""
    forget_session()
    return session().scalars(select(Order).where(Order.id == order.id)).one()


def violations() -> list[tuple[str, list[str]]]:
    """Return what `flask ops check` says is wrong; the search index is filled by a job."""
    forget_session()
    wanted = [check for check in ALL_CHECKS if check not in SEARCH]
    return [(found.check.code, found.examples) for found in checks.run(wanted)]


def put_session() -> None:
    """Keep one payment at the pretended bank, whose page can be looked at as `tst_sample`."""
    bank = the_bank()
    asked = {
        "payment_id": "0123456789", "minor": 435_000, "currency": "KES", "description": "Delivery",
        "return_url": "/", "cancel_url": "/", "expires_at": 2_000_000_000.0,
    }  # fmt: skip
    bank.open("sample", asked)
    with bank.file.transaction() as line:
        line.execute("UPDATE sessions SET reference = 'tst_sample' WHERE key = 'sample'")
