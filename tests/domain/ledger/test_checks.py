"""`flask ops check` on the books: true of every course an order takes, and blind to no damage."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from shop.domain.ledger import actions
from shop.domain.ledger.checks import CHECKS
from shop.domain.ops.checks import run
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.change_method import change_method
from shop.domain.orders.actions.expire import expire
from shop.domain.orders.actions.recompute import recompute
from shop.kernel.db import dialect_name, session
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import CASH, ONLINE, TRANSFER, goods, placed

pytestmark = pytest.mark.usefixtures("database")
_ENTRY = (
    "INSERT INTO ledger_entries (transaction_id, order_id, account, currency, amount_minor)"
    " SELECT id, {order}, 'cash', '{currency}', {amount} FROM ledger_transactions"
    " WHERE kind = 'sale'"
)
_REVERSAL = (
    "INSERT INTO ledger_transactions (source, kind, order_id, actor, at)"
    " SELECT source || ':' || 'reversal', 'sale_reversal', order_id, 'x', at"
    " FROM ledger_transactions WHERE kind = 'sale'"
)
# How to break each invariant behind the back of the actions.
DAMAGE = {
    "G1": _ENTRY.format(order="order_id", currency="KES", amount=1),
    "G1b": _ENTRY.format(order="NULL", currency="KES", amount=1),
    "G3": "UPDATE orders SET paid_minor = paid_minor + 1",
    "G3b": _ENTRY.format(order="order_id", currency="TZS", amount=1),
    "G5": "UPDATE orders SET sale_turn = 2",
    "G5b": _REVERSAL,
    "G5c": "UPDATE orders SET sale_turn = 2",
}


def _broken() -> set[str]:
    return {violation.check.code for violation in run(CHECKS)}


def test_the_books_hold_whatever_becomes_of_an_order() -> None:
    with unit_of_work():
        half = [(goods(price=84_550), 1)]
        sold = placed(half, payment=CASH).id
        paid = placed(payment=ONLINE).id
        gone = placed(payment=ONLINE).id
        late = placed(payment=TRANSFER).id
        other = placed(half, payment=TRANSFER).id
        placed([(goods(price=0), 1)], fee=0)
    with unit_of_work():
        actions.post_capture(paid, 1, "test", Money(170_000, "KES"))
        recompute(paid)
        cancel(sold, "ann", "changed her mind")
        expire(gone)
        expire(late)
        actions.post_capture(late, 2, "transfer", Money(170_000, "KES"))
        recompute(late)
        change_method(other, CASH, step=100)
    assert _broken() == set()


def test_every_check_has_a_damage() -> None:
    assert [check.code for check in CHECKS] == list(DAMAGE)


@pytest.mark.parametrize("code", DAMAGE)
def test_damage_is_found(code: str) -> None:
    with unit_of_work():
        placed()
    with unit_of_work():
        session().execute(text(DAMAGE[code]))
    assert code in _broken()


def test_a_transaction_without_entries_is_found() -> None:
    with unit_of_work():
        placed()
    with unit_of_work() as current:
        if dialect_name() == "postgresql":
            current.execute(text("ALTER TABLE ledger_entries DISABLE TRIGGER USER"))
        else:
            current.execute(text("DROP TRIGGER ledger_entries_no_delete"))
        current.execute(text("DELETE FROM ledger_entries"))
    assert {"G1", "G3"} <= _broken()
