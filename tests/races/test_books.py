"""One fact told by many at once is booked once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from shop.domain.ledger import actions
from shop.domain.ledger.accounts import Account, Entry
from shop.domain.ledger.models import LedgerTransaction
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.support.databases import TestDatabase

TELLERS = 6
PAID = [Entry(Account.CASH, Money(500, "KES")), Entry(Account.RECEIVABLE, Money(-500, "KES"))]


def _booked() -> int:
    forget_session()
    return session().execute(select(func.count()).select_from(LedgerTransaction)).scalar_one()


def _tell(app: Flask, book: Callable[[int], bool]) -> int:
    """Let everybody tell the fact at once; return how many were believed."""
    together = threading.Barrier(TELLERS)

    def one(number: int) -> bool:
        together.wait(30)
        with app.app_context():
            return book(number)

    with ThreadPoolExecutor(TELLERS) as people:
        telling = [people.submit(one, number) for number in range(TELLERS)]
        return sum(teller.result(60) for teller in telling)


def _post(source: str) -> bool:
    with unit_of_work():
        return actions.post(source, "capture", PAID, order_id=None)


def test_a_fact_told_by_many_is_booked_once(app: Flask, database: TestDatabase) -> None:
    assert _tell(app, lambda _number: _post("capture:1")) == 1
    assert _booked() == 1


def test_without_a_key_for_the_fact_it_is_booked_by_everybody(
    app: Flask, database: TestDatabase
) -> None:
    """The twin looks first and then books under a key of its own, as its event would give it."""
    looked = threading.Barrier(TELLERS)

    def book(number: int) -> bool:
        known = _booked()
        looked.wait(30)
        return not known and _post(f"event:{number}")

    assert _tell(app, book) == TELLERS
    assert _booked() == TELLERS
