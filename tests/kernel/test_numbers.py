"""Counters: without gaps, without repeats, each by itself."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from shop.kernel.db import session
from shop.kernel.numbers import Counter, next_number, next_numbers
from shop.kernel.unit_of_work import unit_of_work

PEOPLE, PATIENCE = 6, 30.0
pytestmark = pytest.mark.usefixtures("database")


def _take(name: str) -> int:
    with unit_of_work():
        return next_number(name)


def test_each_name_counts_from_one() -> None:
    assert [_take("a"), _take("a"), _take("b"), _take("a")] == [1, 2, 1, 3]


def test_several_numbers_are_taken_at_once() -> None:
    with unit_of_work():
        taken = [*next_numbers("a", 3), next_number("a"), *next_numbers("a", 2)]
    assert taken == [1, 2, 3, 4, 5, 6]
    assert _take("a") == 7


def test_a_number_goes_back_with_the_unit_that_took_it() -> None:
    _take("a")
    with pytest.raises(ZeroDivisionError), unit_of_work():
        assert next_number("a") == 2
        raise ZeroDivisionError
    assert _take("a") == 2


def _all_at_once(app: Flask, take: object) -> list[int]:
    session().rollback()
    together = threading.Barrier(PEOPLE)

    def one(_number: int) -> int:
        with app.app_context():
            together.wait(PATIENCE)
            return take()  # type: ignore[no-any-return, operator]  # a function without arguments

    with ThreadPoolExecutor(PEOPLE) as people:
        return list(people.map(one, range(PEOPLE)))


def test_many_at_once_get_a_number_each_also_the_first_one(app: Flask) -> None:
    assert sorted(_all_at_once(app, lambda: _take("a"))) == list(range(1, PEOPLE + 1))


def test_without_its_guard_two_get_the_same_number(app: Flask) -> None:
    """Looking at the highest number and adding one, as many shops do."""
    with unit_of_work() as current:
        current.execute(insert(Counter).values(name="a", value=7))
    looked = threading.Barrier(PEOPLE)

    def take() -> int:
        seen = session().scalars(select(Counter.value).where(Counter.name == "a")).one()
        looked.wait(PATIENCE)
        with unit_of_work() as current:
            current.execute(update(Counter).where(Counter.name == "a").values(value=seen + 1))
        return seen + 1

    assert _all_at_once(app, take) == [8] * PEOPLE
