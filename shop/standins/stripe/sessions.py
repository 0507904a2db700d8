"""Checkout Sessions: create, retrieve, expire.

https://docs.stripe.com/api/checkout/sessions/create, …/object, …/retrieve, …/expire
"""

from __future__ import annotations

from typing import Any

from shop.standins.stripe import sums
from shop.standins.stripe.account import Account, new_id, now
from shop.standins.stripe.forms import Tree
from shop.standins.stripe.problems import Problem, invalid, no_such
from shop.standins.stripe.schema import (
    address,
    email,
    fields,
    group,
    integer,
    metadata,
    one_of,
    several,
    text,
    yes_or_no,
)
from shop.standins.stripe.store import Object

KIND = "checkout.session"
_HALF_HOUR, _DAY = 30 * 60, 24 * 60 * 60
_LOCALES = (
    "auto", "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr",
    "fr-CA", "hi-IN", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl",
    "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW",
)  # fmt: skip
_PRICE = {
    "currency": sums.currency,
    "unit_amount": integer(),
    "product_data": group({"name": text(250), "description": text(40_000)}, ("name",)),
}
_LINE = {
    "quantity": integer(1),
    "price_data": group(_PRICE, ("currency", "unit_amount", "product_data")),
}
_CREATE = {
    "mode": one_of("payment"),
    "line_items": several(group(_LINE, ("quantity", "price_data")), 100),
    "success_url": address,
    "cancel_url": address,
    "client_reference_id": text(200),
    "customer_email": email,
    "metadata": metadata,
    "payment_intent_data": group(
        {"metadata": metadata, "description": text(1000), "receipt_email": email}
    ),
    "adaptive_pricing": group({"enabled": yes_or_no}),
    "expires_at": integer(),
    "locale": one_of(*_LOCALES),
    "submit_type": one_of("auto", "book", "donate", "pay"),
    "expand": several(text(200), 20),
}


def create(account: Account, given: Tree, host: str) -> Object:
    """Make a session whose page is at `host`."""
    asked = fields(given, _CREATE, ("mode", "line_items", "success_url"))
    total, currency = _total(asked["line_items"])
    expires_at = asked.get("expires_at", now() + _DAY)
    _check_expiry(expires_at)
    reference = new_id("cs_test")
    return account.store.put(
        {
            "id": reference,
            "object": KIND,
            "adaptive_pricing": asked.get("adaptive_pricing", {"enabled": True}),
            "amount_subtotal": total,
            "amount_total": total,
            "cancel_url": asked.get("cancel_url"),
            "client_reference_id": asked.get("client_reference_id"),
            "created": now(),
            "currency": currency,
            "customer_email": asked.get("customer_email"),
            "expires_at": expires_at,
            "livemode": False,
            "locale": asked.get("locale"),
            "metadata": asked.get("metadata", {}),
            "mode": "payment",
            "payment_intent": None,  # made at the first attempt, since 2022-08-01
            "payment_method_types": ["card"],
            "payment_status": "unpaid",
            "status": "open",
            "success_url": asked["success_url"],
            "ui_mode": "hosted_page",
            "url": f"{host.rstrip('/')}/c/pay/{reference}",
            # What Stripe keeps to itself until the PaymentIntent is made.
            "_intent": asked.get("payment_intent_data", {}),
            "_name": asked["line_items"][0]["price_data"]["product_data"]["name"],
        }
    )


def _total(lines: list[Any]) -> tuple[int, str]:
    currencies = {line["price_data"]["currency"] for line in lines}
    if len(currencies) != 1:
        raise invalid("line_items", "All prices must have the same currency.")
    currency = str(currencies.pop())
    for place, line in enumerate(lines):
        named = f"line_items[{place}][price_data][unit_amount]"
        sums.check(line["price_data"]["unit_amount"], currency, named)
    total = sum(line["quantity"] * line["price_data"]["unit_amount"] for line in lines)
    sums.check_total(total, currency)
    return total, currency


def _check_expiry(moment: int) -> None:
    """Refuse a deadline too near or too far; Stripe names the parameter in the sentence only."""
    if moment < now() + _HALF_HOUR:
        raise Problem(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        )
    if moment > now() + _DAY:
        raise Problem(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        )


def find(account: Account, reference: str) -> Object:
    """Return a session as it stands now; one whose time is over has expired by itself."""
    with account.store.alone():
        found = account.store.get(KIND, reference)
        if found is None:
            raise no_such(KIND, reference)
        if found["status"] == "open" and found["expires_at"] <= now():
            return _end(account, found)
        return found


def expire(account: Account, reference: str) -> Object:
    """Close an open session for good."""
    with account.store.alone():
        found = find(account, reference)
        if found["status"] != "open":
            raise Problem(
                'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout'
                f" Session has a status of `{found['status']}`."
            )
        return _end(account, found)


def _end(account: Account, session: Object) -> Object:
    session |= {"status": "expired", "url": None}
    account.store.put(session)
    account.tell("checkout.session.expired", public(session))
    return session


def public(session: Object) -> Object:
    """Return a session as the API shows it."""
    return {name: value for name, value in session.items() if not name.startswith("_")}
