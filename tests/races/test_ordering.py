"""Orders, payments and deadlines, raced: one winner each, and twins that show the races are real.

Each twin is the way many shops do it, look first and act on what was seen; a meeting point between
the two makes certain that everybody has looked before anybody acts.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import chain
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from prove.deeds.placing import drafted, try_to_place
from shop.domain.inventory.actions import allocations, holds
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.inventory.models import Allocation, Level
from shop.domain.ledger.accounts import Account, Entry, clearing
from shop.domain.ledger.actions import post
from shop.domain.orders.actions.expire import expire
from shop.domain.orders.actions.place import place
from shop.domain.orders.models import Order
from shop.domain.orders.queries import by_checkout_key
from shop.domain.orders.statuses import OrderStatus
from shop.domain.payments.actions.settle import settle
from shop.domain.payments.actions.start import open_payment
from shop.domain.payments.models import Payment
from shop.domain.payments.ports import FactState, PaymentFact
from shop.domain.payments.statuses import PaymentStatus
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.ids import token
from shop.kernel.money import Money
from shop.kernel.numbers import Counter, next_number
from shop.kernel.rerun import rerun
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.orders import goods
from tests.factories.payments import violations
from tests.support.databases import TestDatabase

T = TypeVar("T")
PEOPLE = 6


@pytest.fixture
def variants(database: TestDatabase) -> list[int]:
    """Return two variants of which there are three each."""
    with unit_of_work():
        made = [goods(3).id, goods(3).id]
    session().rollback()
    return made


def _at_once(app: Flask, act: Callable[[int], T], people: int = PEOPLE) -> list[T]:
    """Let everybody act at the same moment, each in a context of his own."""
    together = threading.Barrier(people)

    def one(number: int) -> T:
        with app.app_context():
            together.wait(30)
            return act(number)

    with ThreadPoolExecutor(people) as crowd:
        return [done.result(60) for done in [crowd.submit(one, n) for n in range(people)]]


def _count(query: str, **binds: object) -> int:
    forget_session()
    return int(session().execute(text(query), binds).scalar_one())


def _allocated(variant: int) -> int:
    return _count("SELECT COALESCE(SUM(allocated), 0) FROM levels WHERE variant_id = :v", v=variant)


# The last units, by orders whose lines share them


def test_bundles_and_single_pieces_take_the_last_units(app: Flask, variants: list[int]) -> None:
    a, b = variants
    shapes = ([(a, 1), (b, 1)], [(b, 1), (a, 1)], [(a, 1), (a, 1)], [(a, 1)], [(b, 1)])
    drafts = [drafted(f"race-{n}", shapes[n % len(shapes)]) for n in range(10)]
    session().rollback()

    told = _at_once(app, lambda n: rerun(lambda: try_to_place(drafts[n])), len(drafts))

    assert set(told) == {"placed", "short"}
    assert (_allocated(a), _allocated(b)) == (3, 3)
    assert _count("SELECT count(*) FROM orders") == told.count("placed")
    assert violations() == []


def test_who_looks_first_and_orders_then_oversells(app: Flask, variants: list[int]) -> None:
    looked = threading.Barrier(PEOPLE)
    with unit_of_work():
        other = goods(PEOPLE).id
    session().rollback()
    free = select(func.sum(Level.on_hand - Level.allocated - Level.held))

    def order(number: int) -> bool:
        seen = session().execute(free.where(Level.variant_id == variants[0])).scalar_one()
        session().rollback()
        looked.wait(30)
        if seen < 1:
            return False
        with unit_of_work() as current:
            made = place(drafted(f"careless-{number}", [(other, 1)]))
            row = {"order_id": made.id, "variant_id": variants[0], "quantity": 1}
            shelf = current.scalars(select(Level.location_id)).first()
            current.add(Allocation(**row, location_id=shelf, state="allocated"))
        return True

    assert sum(_at_once(app, order)) > 3


def test_holds_take_the_last_units(app: Flask, variants: list[int]) -> None:
    until = clock.now() + timedelta(minutes=10)

    def hold(number: int) -> bool:
        try:
            with unit_of_work():
                holds.hold(f"cart:{number}", {variants[0]: 1, variants[1]: 1}, until)
        except NotEnoughStock:
            return False
        return True

    assert sum(_at_once(app, lambda n: rerun(lambda: hold(n)))) == 3
    assert _count("SELECT SUM(held) FROM levels") == 6
    assert violations() == []


# The same checkout, sent several times


def test_the_same_checkout_is_one_order(app: Flask, variants: list[int]) -> None:
    draft = drafted("once", [(variants[0], 1)])
    session().rollback()

    def send(_number: int) -> str:
        with unit_of_work():
            return place(draft).public_id

    assert len(set(_at_once(app, lambda n: rerun(lambda: send(n))))) == 1
    assert _count("SELECT count(*) FROM orders") == 1
    assert _allocated(variants[0]) == 1


def test_who_looks_for_the_order_first_makes_several(app: Flask, variants: list[int]) -> None:
    looked = threading.Barrier(2)

    def send(number: int) -> bool:
        known = by_checkout_key("twice")
        session().rollback()
        looked.wait(30)
        if known:
            return False
        with unit_of_work():
            place(drafted(f"twice{token()}{number}"[:40], [(variants[0], 1)]))
        return True

    assert sum(_at_once(app, send, 2)) == 2
    assert _count("SELECT count(*) FROM orders") == 2


def test_numbers_are_dense(app: Flask, database: TestDatabase) -> None:
    def take(_number: int) -> list[int]:
        taken = []
        for _turn in range(3):
            with unit_of_work():
                taken.append(next_number("race"))
        return taken

    taken = _at_once(app, lambda n: rerun(lambda: take(n)))
    assert sorted(chain.from_iterable(taken)) == list(range(1, 3 * PEOPLE + 1))


def test_who_reads_the_counter_first_gives_numbers_twice(
    app: Flask, database: TestDatabase
) -> None:
    with unit_of_work():
        next_number("race")
    session().rollback()
    looked = threading.Barrier(PEOPLE)

    def take(_number: int) -> int:
        seen = session().execute(select(Counter.value).where(Counter.name == "race")).scalar_one()
        session().rollback()
        looked.wait(30)
        with unit_of_work() as current:
            current.execute(update(Counter).values(value=seen + 1))
        return int(seen) + 1

    assert len(set(_at_once(app, take))) < PEOPLE


# Money that is told of by several at once


def _awaiting(variant: int) -> tuple[int, int, Money]:
    with unit_of_work():
        placed = place(drafted(f"pay-{token()}"[:40], [(variant, 1)], "test"))
        payment = open_payment(placed.id)
    assert payment is not None
    total = session().get_one(Order, placed.id).total_minor
    session().rollback()
    return placed.id, payment, Money(total, "KES")


def _captured(payment: int, amount: Money) -> PaymentFact:
    return PaymentFact(reference=f"tst_{payment}", state=FactState.CAPTURED, amount=amount)


_CAPTURES = "SELECT count(*) FROM ledger_transactions WHERE kind = 'capture'"


def test_callback_and_way_back_count_once(app: Flask, variants: list[int]) -> None:
    _order, payment, total = _awaiting(variants[0])

    def tell(_number: int) -> None:
        with unit_of_work():
            settle(payment, _captured(payment, total))

    _at_once(app, lambda n: rerun(lambda: tell(n)))
    assert _count(_CAPTURES) == 1
    announced = "SELECT count(*) FROM outbox_events WHERE name = 'OrderPlaced'"
    assert _count(announced) == 1
    assert violations() == []


def test_who_reads_the_state_too_early_books_twice(app: Flask, variants: list[int]) -> None:
    order, payment, total = _awaiting(variants[0])
    looked = threading.Barrier(2)

    def tell(number: int) -> None:
        seen = session().execute(select(Payment.status).where(Payment.id == payment)).scalar_one()
        session().rollback()
        looked.wait(30)
        if seen == PaymentStatus.CAPTURED:
            return
        with unit_of_work() as current:
            current.execute(update(Payment).values(status=PaymentStatus.CAPTURED))
            entries = [Entry(clearing("test"), total), Entry(Account.RECEIVABLE, -total)]
            post(f"capture:{payment}:{number}", "capture", entries, order_id=order)

    _at_once(app, tell, 2)
    assert _count(_CAPTURES) == 2


# A payment at the moment of expiry


def _due(variant: int) -> tuple[int, int, Money]:
    order, payment, total = _awaiting(variant)
    past = clock.now() - timedelta(minutes=1)
    with unit_of_work() as current:
        current.execute(update(Order).where(Order.id == order).values(expires_at=past))
    session().rollback()
    return order, payment, total


def test_a_payment_at_the_moment_of_expiry_is_never_in_limbo(
    app: Flask, variants: list[int]
) -> None:
    cases = [_due(variants[0]) for _ in range(3)]

    def meet(number: int) -> None:
        order, payment, total = cases[number % 3]
        with unit_of_work():
            if number < 3:
                expire(order)
            else:
                settle(payment, _captured(payment, total))

    _at_once(app, lambda n: rerun(lambda: meet(n)), 6)
    assert _count("SELECT count(*) FROM orders WHERE payment_state = 'paid'") == 3
    assert _count("SELECT count(*) FROM orders WHERE status = 'confirmed'") == 3
    assert _allocated(variants[0]) == 3
    assert violations() == []


def test_who_expires_what_he_saw_unpaid_leaves_paid_orders_without_stock(
    app: Flask, variants: list[int]
) -> None:
    order, payment, total = _due(variants[0])
    seen, paid = threading.Event(), threading.Event()

    def end() -> None:
        with app.app_context():
            status = session().execute(select(Order.status).where(Order.id == order)).scalar_one()
            session().rollback()
            seen.set()
            paid.wait(30)
            if status == OrderStatus.AWAITING_PAYMENT:
                with unit_of_work() as current:
                    current.execute(update(Order).values(status=OrderStatus.EXPIRED))
                    allocations.release(order)

    def tell() -> None:
        seen.wait(30)
        with app.app_context(), unit_of_work():
            settle(payment, _captured(payment, total))
        paid.set()

    with ThreadPoolExecutor(2) as two:
        for done in [two.submit(end), two.submit(tell)]:
            done.result(30)
    limbo = "SELECT count(*) FROM orders WHERE status = 'expired' AND payment_state = 'paid'"
    assert _count(limbo) == 1
    assert _allocated(variants[0]) == 0
