"""Which entries a fact makes, and under which source they are booked: pure."""

from __future__ import annotations

from shop.domain.ledger.accounts import Account, Entry, Kind, clearing
from shop.domain.ledger.ports import Sums
from shop.kernel.money import Money


def of_sale(order_id: int, turn: int) -> str:
    """Return the source of an order's sale; `turn` counts how often it was sold."""
    return f"{Kind.SALE}:{order_id}:{turn}"


def of_reversal(order_id: int, turn: int) -> str:
    """Return the source under which that sale is posted back."""
    return f"{of_sale(order_id, turn)}:reversal"


def of_capture(payment_id: int) -> str:
    """Return the source of a payment that arrived."""
    return f"{Kind.CAPTURE}:{payment_id}"


def of_refund(refund_key: int | str) -> str:
    """Return the source of money that went back."""
    return f"{Kind.REFUND}:{refund_key}"


def sale(sums: Sums) -> list[Entry]:
    """Return the entries of a sale; those of zero are left out when they are booked."""
    tax_inside = sums.tax - sums.delivery_tax if sums.inclusive else sums.tax * 0
    return [
        Entry(Account.RECEIVABLE, sums.total),
        Entry(Account.SALES, tax_inside - sums.items),
        Entry(Account.DISCOUNTS, sums.discount),
        Entry(Account.DELIVERY, -sums.delivery_net),
        Entry(Account.TAX, -sums.tax),
        Entry(Account.ROUNDING, -sums.rounding),
    ]


def capture(gateway: str, amount: Money) -> list[Entry]:
    """Return the entries of a payment that arrived."""
    return [Entry(clearing(gateway), amount), Entry(Account.RECEIVABLE, -amount)]


def refund(gateway: str, amount: Money) -> list[Entry]:
    """Return the entries of money that went back."""
    return [Entry(Account.RECEIVABLE, amount), Entry(clearing(gateway), -amount)]
