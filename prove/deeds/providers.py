"""Both providers at arm's length: what people do there, and what the provider then tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from typing import Any, Protocol

from prove.deeds import flows
from shop.domain.payments.ports import gateways
from shop.kernel import clock
from shop.providers.payments.stripe.client import Account as ShopAccount
from shop.providers.payments.stripe.gateway import StripeGateway
from shop.standins.stripe import payments, refunds, sessions
from shop.standins.stripe.account import Manners
from shop.standins.stripe.server import running
from shop.standins.test_gateway.bank import Act, Bank
from shop.standins.test_gateway.signature import HEADER, signature

Headers = dict[str, str]
Event = tuple[bytes, Callable[[], Headers]]
"""A body, and how it is signed at the moment when it is sent."""
_KEY, _SECRET = "sk_test_prove", "whsec_prove"
_kept = ExitStack()


class Provider(Protocol):
    """Who is paid through."""

    @property
    def code(self) -> str:
        """The gateway's name."""

    @property
    def acts(self) -> tuple[str, ...]:
        """What may end an attempt that pays nothing."""

    def act(self, reference: str, what: str, amount: int = 0) -> None:
        """Do what a person, a bank or the provider's own clock does there."""

    def told(self, references: list[str]) -> list[Event]:
        """Return everything that was told about some payments, oldest first."""

    def charged(self, references: list[str]) -> int:
        """Return what it took for some payments, less what it gave back."""


class TestBank:
    """The test gateway's bank."""

    code = "test"
    acts: tuple[str, ...] = ("refuse", "expire")
    __test__ = False

    def __init__(self) -> None:
        self._bank: Bank = flows.bank()

    def act(self, reference: str, what: str, amount: int = 0) -> None:
        """Decide; `slow` is approved and pays when told to `clear`."""
        if what == "pay":
            self._bank.decide(reference, Act.APPROVE)
        elif what == "refuse":
            self._bank.decide(reference, Act.DECLINE)
        elif what == "slow":
            self._bank.decide(reference, Act.LATE)
        elif what == "clear":
            self._set("UPDATE sessions SET pays_at = ? WHERE reference = ?", 0, reference)
        elif what == "less":
            self._set("UPDATE sessions SET minor = minor - ? WHERE reference = ?", 100, reference)
        elif what == "refund":
            key = f"prove-{reference}-{clock.now().timestamp()}"
            assert self._bank.refund(key, reference, amount)
        elif what == "expire":
            self._set("UPDATE sessions SET expires_at = ? WHERE reference = ?", 0, reference)

    def told(self, references: list[str]) -> list[Event]:
        """Return the calls the bank owes, whenever they are due."""
        with self._bank.file.transaction() as line:
            rows = line.execute("SELECT body FROM calls ORDER BY number").fetchall()
        bodies = [row["body"].encode() for row in rows]
        return [
            (body, lambda body=body: self._signed(body))  # type: ignore[misc]  # the body of this turn
            for body in bodies
            if json.loads(body)["payment"]["reference"] in references
        ]

    def charged(self, references: list[str]) -> int:
        """Return what was captured, less what went back."""
        found = [self._bank.find(reference) for reference in references]
        return sum(one.minor - one.refunded for one in found if one and one.state == "captured")

    def _signed(self, body: bytes) -> Headers:
        return {HEADER: signature(self._bank.key, body, int(clock.now().timestamp()))}

    def _set(self, statement: str, *values: object) -> None:
        with self._bank.file.transaction() as line:
            line.execute(statement, values)


class StripeStandIn:
    """Stripe, as its stand-in plays it over real HTTP."""

    code = "stripe"
    acts: tuple[str, ...] = ("refuse", "expire", "bounce")

    def __init__(self) -> None:
        manners = Manners(key=_KEY, secrets=(_SECRET,), late_seconds=3600.0)
        url, self._account, _sender = _kept.enter_context(running(manners, sends=False))
        shop = ShopAccount(secret_key=_KEY, webhook_secrets=(_SECRET,), api_base=url, at_once=8)
        known = dict(gateways._entries)  # noqa: SLF001 - a registry only ever grows
        _kept.callback(lambda: setattr(gateways, "_entries", known))
        gateways.register(self.code, StripeGateway(shop))

    def act(self, reference: str, what: str, amount: int = 0) -> None:
        """Act on the hosted page or in the dashboard."""
        account = self._account
        if what == "pay":
            payments.pay(account, reference)
        elif what == "refuse":
            payments.refuse(account, reference)
        elif what == "slow":
            payments.delay(account, reference, bounces=False)
        elif what == "clear":
            payments.clear(account, reference)
        elif what == "bounce":
            payments.delay(account, reference, bounces=True)
            payments.bounce(account, reference)
        elif what == "refund":
            intent = sessions.find(account, reference)["payment_intent"]
            refunds.create(account, {"payment_intent": intent, "amount": str(amount)})
        elif what == "expire" and sessions.find(account, reference)["status"] == "open":
            sessions.expire(account, reference)

    def told(self, references: list[str]) -> list[Event]:
        """Return the events about some sessions, their intents and charges."""
        names = set(references)
        for reference in references:
            intent = sessions.find(self._account, reference)["payment_intent"]
            names |= {intent} if intent else set()
        return [
            self._event(event)
            for event in self._account.events()
            if {event["data"]["object"].get(name) for name in ("id", "payment_intent")} & names
        ]

    def charged(self, references: list[str]) -> int:
        """Return what was captured, less what went back."""
        total = 0
        for reference in references:
            intent = sessions.find(self._account, reference)["payment_intent"]
            charge = payments.find(self._account, payments.INTENT, intent) if intent else {}
            if charge.get("latest_charge"):
                found = payments.find(self._account, payments.CHARGE, charge["latest_charge"])
                total += found["amount_captured"] - found["amount_refunded"]
        return total

    def _event(self, event: Any) -> Event:
        body, _headers = self._account.signed(event)
        return body, lambda: self._account.signed(event)[1]


def leave() -> None:
    """End the stand-ins that this process has started, and forget who they were."""
    provider.cache_clear()
    _kept.close()


@cache
def provider(code: str) -> Provider:
    """Return the provider behind a gateway; Stripe's stand-in is started when first asked for."""
    return StripeStandIn() if code == StripeStandIn.code else TestBank()
