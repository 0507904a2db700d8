"""The pretended Stripe beside a test, and the real adapter that talks to it over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from stripe import HTTPClient

from shop.domain.payments.ports import CallbackEvent, StartRequest
from shop.kernel import clock
from shop.kernel.money import Money
from shop.providers.payments.stripe.client import Account as Ours
from shop.providers.payments.stripe.gateway import StripeGateway
from shop.standins.stripe.account import Account, Fault, Manners
from shop.standins.stripe.sender import Sender
from shop.standins.stripe.server import running
from shop.standins.stripe.store import Object

KEY = "sk_test_of_the_tests"
SECRET = "whsec_of_the_tests"


@dataclass(frozen=True, slots=True)
class Stripe:
    """One pretended account, the gateway of a shop, and the address between them."""

    url: str
    account: Account
    gateway: StripeGateway
    sender: Sender

    def trouble(self, how: str, path: str = "/v1/", times: int = 1) -> None:
        """Have something go wrong with the next calls."""
        self.account.faults.append(Fault(path, how, times))

    def callbacks(self) -> list[tuple[bytes, dict[str, str]]]:
        """Return every event so far as it would be posted, oldest first."""
        return [self.account.signed(event) for event in self.account.events()]

    def told(self) -> list[CallbackEvent]:
        """Return every event so far as the gateway reads it."""
        return [self.gateway.read_callback(*callback) for callback in self.callbacks()]

    def event(self, kind: str) -> Object:
        """Return the newest event of a kind."""
        return next(event for event in self.account.events()[::-1] if event["type"] == kind)

    def posted(self, path: str = "/v1/checkout/sessions") -> list[str]:
        """Return the idempotency keys of every post to an address."""
        return [
            key
            for method, called, key, _status in self.account.store.calls()
            if (method, called) == ("POST", path)
        ]


@contextmanager
def pretended(*, sends: bool = False, callback_url: str = "") -> Iterator[Stripe]:
    """Run a pretended Stripe in threads of this process, and the gateway that knows its key."""
    manners = Manners(
        key=KEY,
        secrets=(SECRET,),
        callback_url=callback_url,
        late_seconds=0.2,
        pause_seconds=0.05,
    )
    with _impatient(), running(manners, sends=sends) as (url, account, sender):
        ours = Ours(secret_key=KEY, webhook_secrets=(SECRET,), api_base=url)
        yield Stripe(url, account, StripeGateway(ours), sender)


@contextmanager
def _impatient() -> Iterator[None]:
    """Have Stripe's library try again at once, not after half a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HTTPClient, "INITIAL_DELAY", 0.01)
        yield


def request_for(money: Money, **other: object) -> StartRequest:
    """Return what a shop would ask for an order of `money`."""
    asked: dict[str, object] = {
        "payment_id": "pay_0123456789abcdef",
        "idempotency_key": "key-of-pay_0123456789abcdef",
        "amount": money,
        "description": "Order D-20261120-0001",
        "return_url": "http://127.0.0.1:9/orders/x/return",
        "cancel_url": "http://127.0.0.1:9/orders/x",
        "email": "",
        "locale": "en",
        "expires_at": clock.now() + timedelta(minutes=35),
    }
    return StartRequest(**(asked | other))  # type: ignore[arg-type]  # a test may ask for nonsense
