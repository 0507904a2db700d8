"""The contract of a payment gateway, its plain values, and the registry of those there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shop.kernel.db import session
from shop.kernel.errors import DomainError, Unavailable
from shop.kernel.money import Money
from shop.kernel.registry import Registry
from shop.kernel.unit_of_work import is_open


class FactState(StrEnum):
    """What a gateway says of one payment.

    `pending` covers everything that may still be paid on the gateway's side, also after a card was
    refused there and the buyer may take another (`PaymentFact.failure` then says why).
    The others are the gateway's last word, except that `captured` outweighs them all.
    """

    PENDING = "pending"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    CAPTURED = "captured"


class RefundState(StrEnum):
    """What a gateway says of one refund."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFact:
    """What the gateway says now of the payment it knows as `reference`.

    `amount` is what was captured, and must be given with `captured`; `refunded` is how much of it
    went back so far, all refunds together. `failure` is a plain English sentence for the buyer,
    marked for translation (`lazy`), since who reads it is not known yet; pages translate it.
    """

    reference: str
    state: FactState
    amount: Money | None = None
    refunded: Money | None = None
    failure: str = ""

    def __post_init__(self) -> None:
        if self.state is FactState.CAPTURED and self.amount is None:
            raise ValueError("a captured payment has an amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRequest:
    """Everything an attempt is started with. A repeat under the same key asks the very same."""

    payment_id: str
    """Our own public id (`pay_…`): gateways that carry notes along should carry this one."""
    idempotency_key: str
    amount: Money
    description: str
    return_url: str
    cancel_url: str
    email: str
    locale: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """An attempt the gateway knows: where the browser goes on, or the fact where all is said.

    `reference` is what every later call names, and is the same for the same idempotency key.
    """

    reference: str
    continue_url: str | None = None
    fact: PaymentFact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest:
    """Money to give back. A repeat under the same key gives nothing twice."""

    reference: str
    amount: Money
    idempotency_key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFact:
    """What the gateway says of a refund."""

    reference: str
    """The refund's own reference at the gateway."""
    state: RefundState
    amount: Money
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackEvent:
    """One callback whose signature holds.

    `reference` is the payment's as `Started` gave it; where the callback does not name it,
    `payment_id` is our own id that the gateway carried along. With neither, or without a `fact`,
    the event is of a kind this shop has no use for: acknowledged and logged.
    """

    event_id: str
    kind: str
    reference: str = ""
    payment_id: str = ""
    fact: PaymentFact | None = None


class BadSignature(DomainError):
    """A callback that the gateway did not sign, or that was changed on its way."""

    code = "BAD_SIGNATURE"


class StaleCallback(DomainError):
    """A callback whose signature is older than is allowed: a replay."""

    code = "STALE_CALLBACK"


class GatewayUnavailable(Unavailable):
    """The gateway cannot be reached or gave no usable answer: nobody knows what it did."""

    code = "GATEWAY_UNAVAILABLE"


class Declined(DomainError):
    """The gateway understood and said no; the sentence says why, in words for the buyer."""

    code = "DECLINED"


class PaymentGateway(Protocol):
    """Takes money for us. Every call is idempotent and may take long: never inside a unit of work.

    What cannot be reached, times out or answers nonsense raises `GatewayUnavailable`; what is
    refused raises `Declined`. Amounts are minor units by ISO 4217, as `Money` has them.
    """

    code: str
    offline: bool
    """Nothing is started and nothing calls back: the buyer pays on his own, staff confirm."""
    on_delivery: bool
    """The money comes with the goods, so the order is placed before it is paid."""

    def smallest_step(self, currency: str) -> int:
        """Return the smallest sum it can carry, in minor units; other sums are rounded to it."""

    def start(self, request: StartRequest) -> Started:
        """Begin an attempt; the same key again returns the first answer, whatever became of it."""

    def look_up(self, reference: str) -> PaymentFact:
        """Ask what became of an attempt."""

    def close(self, reference: str) -> PaymentFact:
        """Let nobody pay this attempt any more, where that can be helped, and tell the outcome.

        It is no error when it was closed before, or when it has been paid meanwhile: then the fact
        says so. A gateway that cannot close an attempt says `pending`.
        """

    def refund(self, request: RefundRequest) -> RefundFact:
        """Give money back; never more than was captured (`Declined`)."""

    def read_callback(self, body: bytes, headers: Mapping[str, str]) -> CallbackEvent:
        """Verify and read a callback, calling nobody. Header names are looked up in any case.

        Raises `BadSignature`, `StaleCallback`; what is signed but unreadable is a `BadSignature`.
        """


gateways: Registry[PaymentGateway] = Registry("payment gateway")


def gateway(code: str) -> PaymentGateway:
    """Return the gateway called `code`, to be called outside every transaction (P16).

    Refuses inside a unit of work, and ends a read transaction that is still open. One that is not
    plugged in any more, such as Stripe without its keys, is as good as away.
    """
    if is_open():
        raise RuntimeError("a gateway is never called inside a unit of work")
    session().rollback()
    try:
        return gateways.get(code)
    except LookupError as error:
        raise GatewayUnavailable(str(error)) from error


def is_offline(code: str) -> bool:
    """Tell whether the gateway called `code` only waits for staff; may be asked anywhere."""
    return code in gateways.names() and gateways.get(code).offline
