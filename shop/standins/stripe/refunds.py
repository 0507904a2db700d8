"""Refunds: https://docs.stripe.com/api/refunds/create, https://docs.stripe.com/refunds."""

from __future__ import annotations

from shop.standins.stripe import sums
from shop.standins.stripe.account import Account, new_id, now
from shop.standins.stripe.forms import Tree
from shop.standins.stripe.payments import CHARGE, INTENT, find
from shop.standins.stripe.problems import Problem, invalid
from shop.standins.stripe.schema import fields, integer, metadata, one_of, several, text
from shop.standins.stripe.store import Object

_CREATE = {
    "payment_intent": text(255),
    "amount": integer(1),
    "reason": one_of("duplicate", "fraudulent", "requested_by_customer"),
    "metadata": metadata,
    "expand": several(text(200), 20),
}


def create(account: Account, given: Tree) -> Object:
    """Give back what is asked, or all that is left; never more."""
    asked = fields(given, _CREATE, ("payment_intent",))
    with account.store.alone():
        intent = find(account, INTENT, asked["payment_intent"])
        if intent["status"] != "succeeded":
            raise Problem(f"This PaymentIntent ({intent['id']}) does not have a successful charge.")
        charge = find(account, CHARGE, intent["latest_charge"])
        left = charge["amount_captured"] - charge["amount_refunded"]
        amount = asked.get("amount", left)
        sums.check(amount, charge["currency"], "amount")
        if not left:
            raise Problem(
                f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
            )
        if amount > left:
            said = sums.shown(amount, charge["currency"]), sums.shown(left, charge["currency"])
            raise invalid(
                "amount",
                f"Refund amount ({said[0]}) is greater than unrefunded amount on charge"
                f" ({said[1]})",
            )
        return _give_back(account, charge, amount, asked)


def _give_back(account: Account, charge: Object, amount: int, asked: Tree) -> Object:
    refund = account.store.put(
        {
            "id": new_id("re"),
            "object": "refund",
            "amount": amount,
            "charge": charge["id"],
            "created": now(),
            "currency": charge["currency"],
            "metadata": asked.get("metadata", {}),
            "payment_intent": charge["payment_intent"],
            "reason": asked.get("reason"),
            "status": "succeeded",
        }
    )
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    account.store.put(charge)
    account.tell("refund.created", refund)
    account.tell("charge.refunded", charge)
    return refund
