"""`flask payments …`: what staff type until the back office has a page for it."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import OrderStatus
from shop.domain.payments import queries
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.orders import TRANSFER, placed
from tests.factories.payments import begun, order_row
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")


def _run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["payments", *words])
    session().rollback()
    return result.exit_code, result.output


@pytest.fixture
def order(database: object) -> Placed:
    """Return an order that waits for a transfer of 1,700.00 shillings."""
    with unit_of_work():
        return placed(payment=TRANSFER)


def test_a_transfer_is_confirmed(app: Flask, order: Placed) -> None:
    total = order_row(order).total_minor
    code, said = _run(app, "confirm", order.number, "--reference", "TT-1")
    assert (code, said) == (0, f"{order.number}: KSh {total / 100:,.2f} recorded.\n")
    assert order_row(order).status == OrderStatus.CONFIRMED
    assert _run(app, "confirm", order.number, "--reference", "TT-1") == (0, said)


def test_wrong_sums_need_a_word(app: Flask, order: Placed) -> None:
    words = ("confirm", order.number, "--reference", "TT-1", "--amount", "17.05")
    code, said = _run(app, *words)
    assert code == 1
    assert "not KSh" in said.replace("\u00a0", " ")
    assert "--anyway" in said
    assert _run(app, *words, "--anyway")[0] == 0
    assert order_row(order).paid_minor == 1705


@pytest.mark.parametrize("amount", ["", "-5", "1,450", "1.234", "1e3", "١٢", "many"])
def test_sums_that_are_none(app: Flask, order: Placed, amount: str) -> None:
    code, said = _run(app, "confirm", order.number, "--reference", "T", f"--amount={amount}")
    assert code == 2
    assert "--amount" in said


def test_an_unknown_order(app: Flask) -> None:
    code, said = _run(app, "confirm", "D-1", "--reference", "T")
    assert code == 1
    assert "No order has the number D-1" in said


def test_attempts_are_listed_and_shown(app: Flask, clock: Hands) -> None:
    order, payment = begun()
    attempt = queries.by_id(payment)
    line = json.loads(_run(app, "list")[1])
    assert (line["order"], line["payment"]) == (order.number, attempt.public_id)
    assert line["status"] == "started"
    for name in (order.number, order.number.lower(), attempt.public_id):
        assert json.loads(_run(app, "show", name)[1])["heard"] == []
    assert _run(app, "show", "pay_nothing")[0] == 1


def test_methods_are_enabled_and_disabled(app: Flask) -> None:
    def offered() -> list[str]:
        forget_session()
        return [method.code for method in queries.methods("nairobi", Money(1000, "KES"))]

    assert _run(app, "enable", "cash") == (0, "cash is offered.\n")
    assert offered() == ["cash"]
    assert _run(app, "disable", "cash") == (0, "cash is no longer offered.\n")
    assert offered() == []
    assert _run(app, "enable", "shells")[0] == 1


def test_the_clocks_work_by_hand(app: Flask) -> None:
    for verb in ("poll", "expire"):
        code, said = _run(app, verb, "--dry-run")
        assert code == 0
        assert json.loads(said)["due"] == 0
