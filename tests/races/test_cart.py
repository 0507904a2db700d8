"""Two tabs on one cart: both adds count, the cart is ordered once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select, update

from shop.domain.cart import actions, queries
from shop.domain.cart.models import CartLine
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.cart import cart
from tests.factories.inventory import goods
from tests.factories.memory import forget_session

TABS, PATIENCE = 4, 30.0
pytestmark = pytest.mark.usefixtures("database")


def _at_once(app: Flask, act: Callable[[], object]) -> list[object]:
    session().rollback()
    together = threading.Barrier(TABS)

    def one() -> object:
        with app.app_context():
            together.wait(PATIENCE)
            return act()

    with ThreadPoolExecutor(TABS) as tabs:
        return [running.result(PATIENCE) for running in [tabs.submit(one) for _ in range(TABS)]]


def _quantities() -> list[int]:
    forget_session()
    return list(session().scalars(select(CartLine.quantity)))


def test_every_add_counts_and_makes_one_line(app: Flask) -> None:
    only = goods(20)[0].id
    mine = cart({})

    def add() -> None:
        with unit_of_work():
            actions.add(mine.id, only, 2)

    _at_once(app, add)
    assert _quantities() == [2 * TABS]
    assert queries.head(mine.public_id).version == 1 + TABS  # type: ignore[union-attr]  # it is there


def test_without_its_lock_an_add_is_lost(app: Flask) -> None:
    """The twin: the line is read before the cart is locked, then written as it was seen."""
    only = goods(20)[0].id
    cart({only: 2})
    looked = threading.Barrier(TABS)

    def add() -> None:
        seen = session().scalars(select(CartLine.quantity)).one()
        looked.wait(PATIENCE)
        with unit_of_work() as current:
            current.execute(update(CartLine).values(quantity=seen + 2))

    _at_once(app, add)
    assert _quantities() != [2 + 2 * TABS]


def test_a_cart_is_closed_by_one_of_many(app: Flask) -> None:
    mine = cart()

    def close() -> bool:
        with unit_of_work():
            return actions.close(mine.id)

    assert sorted(map(bool, _at_once(app, close))) == [False] * (TABS - 1) + [True]
