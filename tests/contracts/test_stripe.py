"""Stripe keeps the contract of payment gateways, over HTTP to the pretended one."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from shop.kernel import clock
from shop.providers.payments.stripe.gateway import StripeGateway
from shop.standins.stripe import payments
from tests.contracts.payment_gateways import Behind, PaymentGatewayContract
from tests.support.stripe import SECRET, Stripe, pretended

_ALWAYS = 1000


class TestServer:
    """Hands on the pretended Stripe."""

    __test__ = False

    def __init__(self, stripe: Stripe) -> None:
        self._stripe = stripe
        self._heard = 0

    @property
    def gateway(self) -> StripeGateway:
        return self._stripe.gateway

    def approve(self, reference: str) -> None:
        payments.pay(self._stripe.account, reference)

    def decline(self, reference: str) -> None:
        payments.refuse(self._stripe.account, reference)

    def callbacks(self) -> list[tuple[bytes, dict[str, str]]]:
        new = self._stripe.callbacks()[self._heard :]
        self._heard += len(new)
        return new

    def signed(self, body: bytes, age: timedelta) -> dict[str, str]:
        at = int((clock.now() - age).timestamp())
        mark = hmac.new(SECRET.encode(), b"%d.%s" % (at, body), hashlib.sha256).hexdigest()
        return {"Stripe-Signature": f"t={at},v1={mark}"}

    def started(self) -> int:
        return len(self._stripe.account.store.all("checkout.session"))

    @contextmanager
    def losing_answers(self) -> Iterator[None]:
        yield from self._troubled("lose")

    @contextmanager
    def away(self) -> Iterator[None]:
        yield from self._troubled("cut")

    def _troubled(self, how: str) -> Iterator[None]:
        self._stripe.trouble(how, times=_ALWAYS)
        yield
        self._stripe.account.faults.clear()


class TestStripe(PaymentGatewayContract):
    """The contract, on the pretended Stripe."""

    @pytest.fixture
    def behind(self) -> Iterator[Behind]:
        """Return an account of its own."""
        with pretended() as stripe:
            yield TestServer(stripe)
