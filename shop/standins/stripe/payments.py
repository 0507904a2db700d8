"""What happens on the hosted page: PaymentIntents and their charges.

https://docs.stripe.com/api/payment_intents/object, https://docs.stripe.com/api/charges/object,
https://docs.stripe.com/payments/paymentintents/lifecycle, https://docs.stripe.com/api/events/types
"""

from __future__ import annotations

from dataclasses import dataclass

from shop.standins.stripe import sessions
from shop.standins.stripe.account import Account, new_id, now
from shop.standins.stripe.problems import no_such
from shop.standins.stripe.store import Object

INTENT, CHARGE = "payment_intent", "charge"
_REFUSED = {
    "code": "card_declined",
    "message": "Your card was declined.",
    "type": "card_error",
}
_BOUNCED = {
    "code": "payment_intent_payment_attempt_failed",
    "message": "The payment failed.",
    "type": "invalid_request_error",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """How the shop is told: `after` so many seconds, in so many `copies`."""

    after: float = 0.0
    copies: int = 1


AT_ONCE = Telling()


def pay(account: Account, reference: str, telling: Telling = AT_ONCE) -> Object:
    """Pay an open session at once; one that is not open stays as it is."""
    with account.store.alone():
        session = sessions.find(account, reference)
        if session["status"] != "open":
            return session
        intent = _intent_of(account, session)
        charge = _charge(account, intent, status="succeeded", paid=True)
        intent |= {
            "status": "succeeded",
            "amount_received": intent["amount"],
            "latest_charge": charge["id"],
            "last_payment_error": None,
        }
        session |= {"status": "complete", "payment_status": "paid", "url": None}
        _keep(account, session, intent)
        for kind, thing in (
            ("charge.succeeded", charge),
            ("payment_intent.succeeded", intent),
            ("checkout.session.completed", sessions.public(session)),
        ):
            account.tell(kind, thing, after=telling.after, copies=telling.copies)
        return session


def refuse(account: Account, reference: str) -> Object:
    """Decline a card; the session stays open for another one."""
    with account.store.alone():
        session = sessions.find(account, reference)
        if session["status"] == "open":
            intent = _intent_of(account, session)
            _fail(account, session, intent, _REFUSED)
        return session


def delay(account: Account, reference: str, *, bounces: bool) -> Object:
    """Pay by a slow bank: complete but unpaid, until the money comes or comes back."""
    with account.store.alone():
        session = sessions.find(account, reference)
        if session["status"] != "open":
            return session
        intent = _intent_of(account, session)
        charge = _charge(account, intent, status="pending", paid=False)
        intent |= {"status": "processing", "latest_charge": charge["id"]}
        session |= {"status": "complete", "url": None}
        _keep(account, session, intent)
        account.tell("checkout.session.completed", sessions.public(session))
        ending = "bounce" if bounces else "clear"
        account.store.post(f"{ending} {reference}", account.manners.late_seconds)
        return session


def clear(account: Account, reference: str) -> None:
    """Let the money of a slow bank arrive."""
    with account.store.alone():
        session = sessions.find(account, reference)
        intent = find(account, INTENT, session["payment_intent"])
        if intent["status"] != "processing":
            return
        charge = find(account, CHARGE, intent["latest_charge"])
        charge |= {"status": "succeeded", "paid": True, "amount_captured": charge["amount"]}
        account.store.put(charge)
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        session |= {"payment_status": "paid"}
        _keep(account, session, intent)
        account.tell("charge.succeeded", charge)
        account.tell("payment_intent.succeeded", intent)
        account.tell("checkout.session.async_payment_succeeded", sessions.public(session))


def bounce(account: Account, reference: str) -> None:
    """Let a slow bank send the money back."""
    with account.store.alone():
        session = sessions.find(account, reference)
        intent = find(account, INTENT, session["payment_intent"])
        if intent["status"] != "processing":
            return
        _fail(account, session, intent, _BOUNCED)
        account.tell("checkout.session.async_payment_failed", sessions.public(session))


def find(account: Account, kind: str, reference: str) -> Object:
    """Return a PaymentIntent or a charge."""
    found = account.store.get(kind, reference)
    if found is None:
        raise no_such(kind, reference)
    return found


def _intent_of(account: Account, session: Object) -> Object:
    """Return the PaymentIntent of a session, made at the first attempt."""
    if session["payment_intent"]:
        return find(account, INTENT, session["payment_intent"])
    told = session["_intent"]
    intent = {
        "id": new_id("pi"),
        "object": INTENT,
        "amount": session["amount_total"],
        "amount_received": 0,
        "created": now(),
        "currency": session["currency"],
        "description": told.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": told.get("metadata", {}),
        "status": "requires_payment_method",
    }
    session["payment_intent"] = intent["id"]
    _keep(account, session, intent)
    account.tell("payment_intent.created", intent)
    return intent


def _charge(account: Account, intent: Object, *, status: str, paid: bool) -> Object:
    """Make a charge; it takes over the PaymentIntent's metadata."""
    return account.store.put(
        {
            "id": new_id("ch"),
            "object": CHARGE,
            "amount": intent["amount"],
            "amount_captured": intent["amount"] if paid else 0,
            "amount_refunded": 0,
            "created": now(),
            "currency": intent["currency"],
            "description": intent["description"],
            "livemode": False,
            "metadata": dict(intent["metadata"]),
            "paid": paid,
            "payment_intent": intent["id"],
            "refunded": False,
            "status": status,
        }
    )


def _fail(account: Account, session: Object, intent: Object, error: dict[str, str]) -> None:
    charge = _charge(account, intent, status="failed", paid=False)
    intent |= {
        "status": "requires_payment_method",
        "latest_charge": charge["id"],
        "last_payment_error": {**error, "charge": charge["id"]},
    }
    _keep(account, session, intent)
    account.tell("charge.failed", charge)
    account.tell("payment_intent.payment_failed", intent)


def _keep(account: Account, session: Object, intent: Object) -> None:
    account.store.put(intent)
    account.store.put(session)
