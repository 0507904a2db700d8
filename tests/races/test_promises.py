"""Holds and allocations by many at once: nothing promised twice, nothing given back twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from shop.domain.inventory.actions import allocations, holds, levels
from shop.domain.inventory.checks import CHECKS
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.inventory.models import Allocation, Hold, Level
from shop.domain.ops.checks import run
from shop.domain.orders import snapshot
from shop.domain.orders.models import Order
from shop.domain.orders.statuses import OrderStatus
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product, variants_of
from tests.factories.inventory import goods, hold
from tests.factories.inventory import levels as levels_now
from tests.factories.orders import draft
from tests.support.databases import TestDatabase

UNITS, PEOPLE, PATIENCE = 3, 6, 30.0
pytestmark = pytest.mark.usefixtures("database")


def _all_at_once(app: Flask, acts: Sequence[Callable[[], object]]) -> list[object]:
    """Run each act in a thread and an app context of its own, begun together."""
    session().rollback()
    together = threading.Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        with app.app_context():
            together.wait(PATIENCE)
            return act()

    with ThreadPoolExecutor(len(acts)) as people:
        return [running.result(PATIENCE) for running in [people.submit(one, act) for act in acts]]


def _orders(count: int) -> list[int]:
    with unit_of_work():
        made = [draft([(variants_of(product())[0], 1)]) for _number in range(count)]
        return [
            session()
            .execute(
                insert(Order)
                .values(
                    number=one.checkout_key,
                    **snapshot.head(one, OrderStatus.PLACED, clock.now()),
                )
                .returning(Order.id)
            )
            .scalar_one()
            for one in made
        ]


def _tried(act: Callable[[], None]) -> bool:
    try:
        with unit_of_work():
            act()
    except NotEnoughStock:
        return False
    return True


def test_the_last_units_are_promised_once(app: Flask) -> None:
    """Half of the people hold, half order, all of them two things that share no order of names."""
    first, second = (one.id for one in goods(UNITS, UNITS))
    until = clock.now() + timedelta(minutes=5)
    orders = _orders(PEOPLE // 2)

    def holding(number: int) -> bool:
        wanted = {second: 1, first: 1} if number % 2 else {first: 1, second: 1}
        return _tried(lambda: holds.hold(f"cart:{number}", wanted, until))

    def ordering(number: int) -> bool:
        return _tried(lambda: allocations.allocate(number, {second: 1, first: 1}))

    acts = [partial(holding, number) for number in range(PEOPLE // 2)]
    acts += [partial(ordering, number) for number in orders]
    assert sum(map(bool, _all_at_once(app, acts))) == UNITS
    assert all(allocated + held == UNITS for _n, allocated, held in levels_now().values())
    assert run(CHECKS) == []


def test_without_its_guard_more_is_held_than_there_is(app: Flask) -> None:
    """Summing the holds before adding one, as many shops do: everybody sees the same sum."""
    only = goods(UNITS)[0].id
    looked = threading.Barrier(PEOPLE)
    location = session().scalars(select(Level.location_id)).one()

    def holding(number: int) -> bool:
        seen = session().scalars(select(Hold.quantity).where(Hold.variant_id == only)).all()
        looked.wait(PATIENCE)
        if sum(seen) >= UNITS:
            return False
        with unit_of_work() as current:
            current.execute(
                insert(Hold).values(
                    owner=f"cart:{number}", variant_id=only, location_id=location, quantity=1,
                    until=clock.now() + timedelta(minutes=5),
                )
            )  # fmt: skip
        return True

    acts = [partial(holding, number) for number in range(PEOPLE)]
    assert sum(map(bool, _all_at_once(app, acts))) > UNITS
    assert "S3" in {violation.check.code for violation in run(CHECKS)}


def _allocated() -> tuple[int, int]:
    only, number = goods(UNITS)[0].id, _orders(1)[0]
    with unit_of_work():
        allocations.allocate(number, {only: 2})
    return only, number


def test_an_order_gives_back_once_however_many_ask(app: Flask) -> None:
    only, number = _allocated()

    def releasing() -> bool:
        with unit_of_work():
            return allocations.release(number)

    assert sum(map(bool, _all_at_once(app, [releasing] * 4))) == 1
    assert levels_now()[only] == (UNITS, 0, 0)
    assert run(CHECKS) == []


def test_without_its_guard_an_order_gives_back_twice(app: Flask) -> None:
    """Who looks first and then writes gives back what is not there any more."""
    only, number = _allocated()
    looked = threading.Barrier(2)

    def releasing() -> bool:
        mine = session().execute(
            select(Allocation.quantity, Allocation.state).where(Allocation.order_id == number)
        )
        quantity, state = mine.one()
        looked.wait(PATIENCE)
        assert state == "allocated"
        with unit_of_work() as current:
            current.execute(update(Allocation).values(state="released"))
            current.execute(update(Level).values(allocated=Level.allocated - quantity))
        return True

    with pytest.raises(IntegrityError):
        _all_at_once(app, [releasing] * 2)
    assert levels_now()[only] == (UNITS, 0, 0)


def test_a_hold_that_lapses_is_extended_or_swept_never_half(app: Flask) -> None:
    only = goods(UNITS)[0].id
    for _round in range(4):
        hold("cart:1", {only: 2}, minutes=-1)

        def extending() -> None:
            with unit_of_work():
                holds.hold("cart:1", {only: 2}, clock.now() + timedelta(minutes=5))

        def sweeping() -> None:
            with unit_of_work():
                holds.expire()

        def needing() -> bool:
            return _tried(lambda: holds.hold("cart:2", {only: 2}, clock.now()))

        _all_at_once(app, [extending, sweeping] if _round % 2 else [sweeping, needing])
        assert run(CHECKS) == []
        with unit_of_work():
            holds.release("cart:1")
            holds.release("cart:2")
    assert levels_now()[only] == (UNITS, 0, 0)


def _crosswise(app: Flask, take: Callable[[int], None]) -> None:
    """Let two people take the same two products, one from each end, meeting in between."""
    made = [one.id for one in goods(UNITS, UNITS)]
    met = threading.Barrier(2)

    def one(order: list[int]) -> None:
        with unit_of_work():
            for place, variant in enumerate(order):
                take(variant)
                if not place:
                    met.wait(PATIENCE)

    _all_at_once(app, [lambda: one(made), lambda: one(made[::-1])])


@pytest.mark.only("postgresql")
def test_without_their_order_two_who_want_the_same_wait_for_each_other(
    app: Flask, database: TestDatabase
) -> None:
    """SQLite has one writer at a time. The twin of the first test, which wants crosswise too."""

    def take(variant: int) -> None:
        session().execute(text("SET LOCAL deadlock_timeout = '50ms'"))
        levels.lock([variant])

    with pytest.raises(DBAPIError, match="deadlock"):
        _crosswise(app, take)
