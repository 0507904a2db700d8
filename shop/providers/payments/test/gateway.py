"""The test gateway behind the port: sessions by redirect, as a hosted payment page has them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from shop.domain.payments.ports import (
    BadSignature,
    CallbackEvent,
    Declined,
    FactState,
    GatewayUnavailable,
    PaymentFact,
    RefundFact,
    RefundRequest,
    RefundState,
    Started,
    StartRequest,
)
from shop.kernel.i18n import _, lazy
from shop.kernel.money import Money
from shop.providers.payments.test.callbacks import read

DECLINED = lazy("The test bank refused the payment.")
_STATES = {
    "open": FactState.PENDING,
    "late": FactState.PENDING,
    "captured": FactState.CAPTURED,
    "failed": FactState.FAILED,
    "closed": FactState.CANCELLED,
    "expired": FactState.EXPIRED,
}


class Held(Protocol):
    """A session as the bank shows it."""

    @property
    def reference(self) -> str:
        """The bank's name for it."""

    @property
    def minor(self) -> int:
        """What is to be paid."""

    @property
    def currency(self) -> str:
        """In which currency."""

    @property
    def state(self) -> str:
        """How it stands."""

    @property
    def refunded(self) -> int:
        """How much went back."""


class Bank(Protocol):
    """What this adapter needs of the bank that wiring hands it."""

    def open(self, key: str, asked: Mapping[str, Any]) -> str:
        """Open a session; `ValueError` for a key that was used for something else."""

    def find(self, reference: str) -> Held | None:
        """Return a session."""

    def close(self, reference: str) -> Held | None:
        """Close a session."""

    def refund(self, key: str, reference: str, minor: int) -> str | None:
        """Give money back."""


class TestGateway:
    """Takes pretended money. It is not there where real people buy."""

    __test__ = False
    code = "test"
    offline = False
    on_delivery = False

    def __init__(self, bank: Bank, key: bytes) -> None:
        """Work with `bank`; `key` verifies what it calls back."""
        self._bank = bank
        self._key = key

    def smallest_step(self, currency: str) -> int:  # noqa: ARG002 - the port's
        """Carry any sum."""
        return 1

    def start(self, request: StartRequest) -> Started:
        """Open a session; the bank's page stands in the shop's own house."""
        asked = {
            "payment_id": request.payment_id,
            "minor": request.amount.minor,
            "currency": request.amount.currency,
            "description": request.description,
            "return_url": request.return_url,
            "cancel_url": request.cancel_url,
            "expires_at": _seconds(request.expires_at),
        }
        try:
            reference = self._bank.open(request.idempotency_key, asked)
        except ValueError as error:
            raise Declined(_("This key was used for another payment.")) from error
        return Started(reference=reference, continue_url=f"/test-gateway/{reference}")

    def look_up(self, reference: str) -> PaymentFact:
        """Ask the bank."""
        return self._fact(reference, self._bank.find(reference))

    def close(self, reference: str) -> PaymentFact:
        """Close the session at the bank."""
        return self._fact(reference, self._bank.close(reference))

    def refund(self, request: RefundRequest) -> RefundFact:
        """Give pretended money back."""
        name = self._bank.refund(request.idempotency_key, request.reference, request.amount.minor)
        if name is None:
            raise Declined(_("There is not so much to give back."))
        return RefundFact(reference=name, state=RefundState.SUCCEEDED, amount=request.amount)

    def read_callback(self, body: bytes, headers: Mapping[str, str]) -> CallbackEvent:
        """Verify and read one call of the bank."""
        said = read(self._key, body, headers)
        try:
            payment = said["payment"]
            fact = _fact(
                payment["reference"], payment["state"], payment["minor"], payment["currency"],
                payment["refunded"],
            )  # fmt: skip
            return CallbackEvent(
                event_id=said["id"],
                kind=said["kind"],
                reference=payment["reference"],
                payment_id=payment["payment_id"],
                fact=fact,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise BadSignature(_("This callback cannot be read.")) from error

    def _fact(self, reference: str, held: Held | None) -> PaymentFact:
        if held is None:
            raise GatewayUnavailable(_("The test bank knows no such payment."))
        return _fact(reference, held.state, held.minor, held.currency, held.refunded)


def _fact(reference: str, state: str, minor: int, currency: str, refunded: int) -> PaymentFact:
    told = _STATES[state]
    paid = told is FactState.CAPTURED
    return PaymentFact(
        reference=reference,
        state=told,
        amount=Money(minor, currency) if paid else None,
        refunded=Money(refunded, currency) if paid else None,
        failure=str(DECLINED) if told is FactState.FAILED else "",
    )


def _seconds(moment: datetime) -> float:
    return moment.timestamp()
