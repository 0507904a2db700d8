"""The postings of docs/ledger.md are those that the program makes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from shop.domain.ledger import actions
from shop.domain.ledger.models import LedgerEntry, LedgerTransaction
from shop.domain.totals.calculate import Item, Terms, calculate
from shop.domain.totals.result import Totals
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.quantity import Unit
from shop.kernel.unit_of_work import unit_of_work
from tests.domain.ledger.worked import postings
from tests.factories.orders import placed

WORKED = postings()
FEE = Money(25_000, "KES")
THROW = Item("throw", 1, Money(390_000, "KES"), 1, Unit.PIECE, 1)
CLOTH = Item("cloth", 2, Money(84_550, "KES"), 50, Unit.METRE, 1)
ALL = Money(415_000, "KES")


def _sum(item: Item = THROW, *, inclusive: bool = True, step: int = 1, off: int = 0) -> Totals:
    return calculate([item], Terms("KES", inclusive, {1: 1_600}, FEE, 1, step, Money(off, "KES")))


SALES = {
    "Sale, prices with tax": _sum(),
    "Sale, tax on top": _sum(inclusive=False),
    "Sale with a discount": _sum(off=39_000),
    "Sale rounded to what can be paid": _sum(CLOTH, step=100),
}


def _entries(source: str) -> dict[str, int]:
    rows = session().execute(
        select(LedgerEntry.account, LedgerEntry.amount_minor)
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .where(LedgerTransaction.source == source)
    )
    return {row.account: row.amount_minor for row in rows}


@pytest.fixture
def order(database: object) -> int:
    """Return an order; its own sale is turn 1."""
    with unit_of_work():
        return placed().id


def test_every_worked_posting_balances() -> None:
    assert len(WORKED) == 9
    assert {name: sum(entries.values()) for name, entries in WORKED.items()} == dict.fromkeys(
        WORKED, 0
    )


@pytest.mark.parametrize("heading", SALES)
def test_sales(order: int, heading: str) -> None:
    with unit_of_work():
        assert actions.post_sale(order, SALES[heading], 2)
    assert _entries(f"sale:{order}:2") == WORKED[heading]


@pytest.mark.parametrize(
    ("heading", "gateway"),
    [
        ("Cash on delivery", "cash"),
        ("Bank transfer", "transfer"),
        ("Paid through a gateway", "stripe"),
    ],
)
def test_payments(order: int, heading: str, gateway: str) -> None:
    with unit_of_work():
        assert actions.post_capture(order, 12, gateway, ALL, actor="ann")
    assert _entries("capture:12") == WORKED[heading]


def test_reversal_and_refund(order: int) -> None:
    with unit_of_work():
        actions.post_sale(order, SALES["Sale, prices with tax"], 2)
        assert actions.post_sale_reversal(order, 2)
        assert actions.post_refund(order, "12:415000", "stripe", ALL)
    reversed_ = _entries(f"sale:{order}:2:reversal")
    assert reversed_ == WORKED["Cancelled, expired, or another payment method"]
    assert _entries("refund:12:415000") == WORKED["Refund"]
