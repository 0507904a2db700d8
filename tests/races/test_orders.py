"""Orders placed by many at once: one for a key, one for a cart, a number for each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.domain.inventory.checks import CHECKS as INVENTORY
from shop.domain.ops.checks import run
from shop.domain.orders import queries
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.place import place
from shop.domain.orders.checks import CHECKS as ORDERS
from shop.domain.orders.draft import OrderDraft
from shop.domain.orders.errors import NotCancellable
from shop.domain.orders.models import Order
from shop.domain.orders.queries import Placed
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import draft, goods, placed

PEOPLE, PATIENCE = 5, 30.0
pytestmark = pytest.mark.usefixtures("database")


def _all_at_once(app: Flask, acts: list[Callable[[], object]]) -> list[object]:
    """Run each act in a thread and an app context of its own, begun together."""
    session().rollback()
    together = threading.Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        with app.app_context():
            together.wait(PATIENCE)
            return act()

    with ThreadPoolExecutor(len(acts)) as people:
        return [running.result(PATIENCE) for running in [people.submit(one, act) for act in acts]]


def _placing(ready: OrderDraft) -> Callable[[], Placed]:
    def act() -> Placed:
        with unit_of_work():
            return place(ready)

    return act


def _ready() -> OrderDraft:
    with unit_of_work():
        return draft([(goods(50), 1)])


def _orders() -> int:
    session().rollback()
    return session().execute(select(func.count()).select_from(Order)).scalar_one()


def test_one_key_makes_one_order_however_many_send_it(app: Flask) -> None:
    ready = _ready()
    answers = _all_at_once(app, [_placing(ready)] * PEOPLE)
    assert len(set(answers)) == 1
    assert _orders() == 1
    assert run([*ORDERS, *INVENTORY]) == []


def test_without_its_guard_a_key_makes_many(app: Flask) -> None:
    """Looking for the key first, as many shops do, and keeping no unique one: all find nothing."""
    ready, looked = _ready(), threading.Barrier(PEOPLE)

    def act(number: int) -> Placed:
        found = queries.by_checkout_key(ready.checkout_key)
        looked.wait(PATIENCE)
        if found:
            return found
        with unit_of_work():
            return place(replace(ready, checkout_key=f"{ready.checkout_key}-{number}"))

    _all_at_once(app, [lambda number=number: act(number) for number in range(PEOPLE)])  # type: ignore[misc]  # defaults keep the values of this turn
    assert _orders() == PEOPLE


def test_orders_at_the_same_moment_have_numbers_of_their_own(app: Flask) -> None:
    ready = _ready()
    each = [replace(ready, checkout_key=f"key-{number}") for number in range(PEOPLE)]
    answers = _all_at_once(app, [_placing(one) for one in each])
    numbers = sorted(answer.number[-4:] for answer in answers if isinstance(answer, Placed))
    assert numbers == [f"{number:04}" for number in range(1, PEOPLE + 1)]
    assert run([*ORDERS, *INVENTORY]) == []


def test_an_order_is_cancelled_once(app: Flask) -> None:
    with unit_of_work():
        order = placed([(goods(3), 2)])

    def act() -> bool:
        try:
            with unit_of_work():
                cancel(order.id)
        except NotCancellable:
            return False
        return True

    assert sorted(map(bool, _all_at_once(app, [act] * PEOPLE))) == [False] * (PEOPLE - 1) + [True]
    session().rollback()
    assert [entry.kind for entry in queries.timeline(order.id)] == ["cancelled", "placed"]
    assert run([*ORDERS, *INVENTORY]) == []
