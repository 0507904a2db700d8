"""The pretended account: what it is told to be, what it remembers, and what it tells the shop."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from shop.kernel import clock
from shop.standins.stripe.store import Object, Store

API_VERSION = "2026-10-28.endive"
_ID_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How this pretended account behaves."""

    key: str
    secrets: tuple[str, ...]
    """Those that sign: the old and the new one while the shop rolls its secret."""
    callback_url: str = ""
    """Where events are posted; empty: nowhere, a test fetches them."""
    late_seconds: float = 60.0
    """How long a slow bank, or a late callback, takes."""
    pause_seconds: float = 1.0
    """Before the first repeat of a callback that did not arrive; it doubles each time."""


@dataclass(slots=True)
class Fault:
    """Trouble on the line for the next `times` calls whose path begins with `path`."""

    path: str
    how: str
    times: int = 1


@dataclass(slots=True)
class Account:
    """One pretended account."""

    manners: Manners
    store: Store
    faults: list[Fault] = field(default_factory=list)

    def tell(self, kind: str, thing: Object, *, after: float = 0.0, copies: int = 1) -> str:
        """Make an event of what happened and have it delivered, `copies` times.

        The object is shown as it is at this moment: https://docs.stripe.com/api/events/object
        """
        event: Object = {
            "id": new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": now(),
            "data": {"object": thing},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        }
        self.store.put(event)
        for _copy in range(copies):
            self.store.post(event["id"], after)
        return str(event["id"])

    def signed(self, event: Object) -> tuple[bytes, dict[str, str]]:
        """Return body and headers of a callback: https://docs.stripe.com/webhooks/signature."""
        body = json.dumps(event, indent=2).encode()
        stamp = str(now())
        signatures = [
            hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
            for secret in self.manners.secrets
        ]
        header = ",".join([f"t={stamp}", *(f"v1={signature}" for signature in signatures)])
        return body, {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks) stand-in",
            "Stripe-Signature": header,
        }

    def events(self) -> list[Object]:
        """Return every event there was, oldest first."""
        return self.store.all("event")

    def fault(self, path: str) -> str:
        """Return the trouble that waits for a call, and count it."""
        for one in self.faults:
            if one.times > 0 and path.startswith(one.path):
                one.times -= 1
                return one.how
        return ""


def new_id(prefix: str) -> str:
    """Return an id that looks like Stripe's."""
    return f"{prefix}_{secrets.token_hex(_ID_BYTES)}"


def now() -> int:
    """Return the present second of the epoch."""
    return int(clock.now().timestamp())


def expanded(account: Account, thing: Object, wishes: list[str]) -> Object:
    """Replace ids by what they stand for: https://docs.stripe.com/api/expanding_objects."""
    shown: dict[str, Any] = dict(thing)
    for wish in wishes:
        name, _dot, rest = wish.partition(".")
        reference = shown.get(name)
        if isinstance(reference, dict):
            shown[name] = expanded(account, reference, [rest] if rest else [])
        elif isinstance(reference, str):
            kind = {"latest_charge": "charge"}.get(name, name)
            found = account.store.get(kind, reference)
            if found is not None:
                shown[name] = expanded(account, found, [rest] if rest else [])
    return shown
