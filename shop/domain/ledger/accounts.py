"""The accounts of the books, and one entry in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shop.kernel.money import Money


class Account(StrEnum):
    """Where money stands; each gateway has a clearing account beside these (`clearing`)."""

    RECEIVABLE = "receivable"
    SALES = "sales"
    DISCOUNTS = "discounts"
    DELIVERY = "delivery"
    TAX = "tax"
    ROUNDING = "rounding"
    CASH = "cash"
    BANK = "bank"
    CLEARING_TEST = "clearing_test"
    CLEARING_STRIPE = "clearing_stripe"
    REFUNDS = "refunds"
    FEES = "fees"


class Kind(StrEnum):
    """What a transaction is about."""

    SALE = "sale"
    SALE_REVERSAL = "sale_reversal"
    CAPTURE = "capture"
    REFUND = "refund"


_OFFLINE = {"cash": Account.CASH, "transfer": Account.BANK}


def clearing(gateway: str) -> str:
    """Return the account in which what `gateway` collects arrives: cash, bank, or its own."""
    return _OFFLINE.get(gateway, f"clearing_{gateway}")


@dataclass(frozen=True, slots=True)
class Entry:
    """An account and what it gets (debit) or, where negative, gives (credit)."""

    account: str
    amount: Money
