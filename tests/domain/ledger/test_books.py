"""The books: balanced, written once for each fact, never changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from shop.domain.ledger import actions
from shop.domain.ledger.accounts import Account, Entry, clearing
from shop.domain.ledger.errors import Unbalanced
from shop.domain.ledger.models import LedgerEntry, LedgerTransaction
from shop.domain.ledger.queries import Standing, standing
from shop.domain.totals.calculate import Item, Terms, calculate
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.quantity import Unit
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.orders import placed
from tests.support.counting import Counted
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")
NOTHING = calculate([], Terms("KES", inclusive=True, rates={}))


def _kes(minor: int) -> Money:
    return Money(minor, "KES")


def _pair(minor: int) -> list[Entry]:
    return [Entry(Account.CASH, _kes(minor)), Entry(Account.RECEIVABLE, _kes(-minor))]


def _count() -> int:
    return session().execute(select(func.count()).select_from(LedgerEntry)).scalar_one()


def _post(entries: list[Entry], source: str = "capture:1") -> bool:
    with unit_of_work():
        return actions.post(source, "capture", entries, order_id=None, actor="ann")


def test_a_transaction_says_what_who_and_when(clock: Hands) -> None:
    assert _post(_pair(500))
    row = session().scalars(select(LedgerTransaction)).one()
    at: datetime = row.at
    assert (row.source, row.kind, row.actor, at) == ("capture:1", "capture", "ann", clock.now)


def test_a_fact_is_booked_once() -> None:
    assert _post(_pair(500))
    assert not _post(_pair(700))
    assert _count() == 2


@pytest.mark.parametrize(
    "entries",
    [
        [Entry(Account.CASH, _kes(5))],
        [Entry(Account.CASH, _kes(5)), Entry(Account.RECEIVABLE, _kes(-4))],
        [Entry(Account.CASH, _kes(5)), Entry(Account.RECEIVABLE, Money(-5, "TZS"))],
    ],
)
def test_what_does_not_balance_is_refused(entries: list[Entry]) -> None:
    with pytest.raises(Unbalanced, match="capture:1"):
        _post(entries)
    forget_session()
    assert _count() == 0


def test_nothing_is_no_transaction() -> None:
    assert not _post([Entry(Account.CASH, _kes(0))])
    with unit_of_work():
        assert not actions.post_sale(1, NOTHING, 1)
    assert session().scalars(select(LedgerTransaction)).all() == []


@pytest.mark.parametrize(
    "change",
    [
        update(LedgerEntry).values(amount_minor=1),
        delete(LedgerEntry),
        update(LedgerTransaction).values(actor="somebody else"),
        delete(LedgerTransaction),
    ],
)
def test_the_database_refuses_to_change_the_books(change: object) -> None:
    _post(_pair(500))
    with pytest.raises(DBAPIError, match="never changed"), unit_of_work():
        session().execute(change)  # type: ignore[call-overload]  # several kinds of statement
    forget_session()
    assert _count() == 2


def test_each_gateway_has_its_account() -> None:
    names = ["cash", "transfer", "test", "stripe", "mpesa"]
    accounts = ["cash", "bank", "clearing_test", "clearing_stripe", "clearing_mpesa"]
    assert [clearing(name) for name in names] == accounts


def test_the_standing_of_an_order_is_a_sum_of_entries() -> None:
    """Sold for 170,000 (145,000 and delivery), paid, cancelled, paid back in two parts."""
    with unit_of_work():
        order = placed().id
    assert standing(order) == Standing(sold=170_000, receivable=170_000)
    with unit_of_work():
        actions.post_capture(order, 1, "test", _kes(170_000))
    assert standing(order) == Standing(sold=170_000, captured=170_000)
    with unit_of_work():
        actions.post_sale_reversal(order, 1)
        actions.post_refund(order, "a", "test", _kes(100_000))
    assert standing(order) == Standing(0, 170_000, 100_000, -70_000)
    with unit_of_work():
        actions.post_refund(order, "b", "test", _kes(70_000))
        assert not actions.post_refund(order, "b", "test", _kes(70_000))
    assert standing(order) == Standing(0, 170_000, 170_000, 0)


def test_an_order_without_entries_stands_at_nothing(
    query_counter: Callable[[], AbstractContextManager[Counted]],
) -> None:
    with query_counter() as counted:
        assert standing(99) == Standing()
    assert counted.total == 1, counted


def test_a_sale_that_was_never_booked_is_not_reversed() -> None:
    with unit_of_work():
        order = placed().id
        assert not actions.post_sale_reversal(order, 7)


def test_a_sale_costs_two_statements(
    query_counter: Callable[[], AbstractContextManager[Counted]],
) -> None:
    item = Item("a", 1, _kes(1_000), 1, Unit.PIECE, 1)
    sums = calculate([item], Terms("KES", inclusive=True, rates={1: 1_600}))
    with unit_of_work():
        order = placed().id
        with query_counter() as counted:
            assert actions.post_sale(order, sums, 2)
    assert counted.total == 2, counted
