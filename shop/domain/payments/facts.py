"""How a fact is kept in the inbox until its job reads it."""

from __future__ import annotations

from typing import Any

from shop.domain.payments.ports import FactState, PaymentFact
from shop.kernel.money import Money


def written(fact: PaymentFact | None) -> dict[str, Any] | None:
    """Return a fact as JSON."""
    if fact is None:
        return None
    return {
        "reference": fact.reference,
        "state": fact.state.value,
        "amount": _sum(fact.amount),
        "refunded": _sum(fact.refunded),
        "failure": fact.failure,
    }


def read(kept: dict[str, Any]) -> PaymentFact:
    """Return the fact that `written` wrote."""
    return PaymentFact(
        reference=kept["reference"],
        state=FactState(kept["state"]),
        amount=_money(kept["amount"]),
        refunded=_money(kept["refunded"]),
        failure=kept["failure"],
    )


def _sum(money: Money | None) -> list[Any] | None:
    return None if money is None else [money.minor, money.currency]


def _money(kept: list[Any] | None) -> Money | None:
    return None if kept is None else Money(kept[0], kept[1])
