"""Status moves, idempotency keys, leases and versions: what only one may do, and once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import update

from shop.domain.catalogue.models import Product
from shop.domain.catalogue.statuses import MOVES, ProductStatus
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.errors import Conflict
from shop.kernel.idempotency import once
from shop.kernel.locks import release_lease, take_lease
from shop.kernel.status import transition
from shop.kernel.unit_of_work import unit_of_work
from shop.kernel.versions import Remembered
from tests.factories.catalogue import product
from tests.factories.memory import forget_session
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")


def test_a_legal_move_is_made_and_tells_the_old_status() -> None:
    with unit_of_work():
        made = product(publish=False)
        assert transition(made, ProductStatus.PUBLISHED, MOVES, popularity=5) == "draft"
    assert (made.status, made.popularity) == ("published", 5)


def test_an_illegal_move_is_refused() -> None:
    with unit_of_work():
        made = product(publish=False)
        transition(made, ProductStatus.ARCHIVED, MOVES)
        with pytest.raises(Conflict) as refused:
            transition(made, ProductStatus.PUBLISHED, MOVES)
    assert refused.value.code == "ILLEGAL_MOVE"
    assert "archived" in refused.value.sentence
    assert made.status == "archived"


def test_a_move_that_somebody_else_made_first_is_refused() -> None:
    with unit_of_work():
        made = product(publish=False)
    with unit_of_work():
        assert made.status == "draft"
        session().execute(  # what another process has committed meanwhile
            update(Product).values(status="archived").execution_options(synchronize_session=False)
        )
        with pytest.raises(Conflict) as refused:
            transition(made, ProductStatus.PUBLISHED, MOVES)
    assert refused.value.code == "STALE"


def test_the_table_of_moves() -> None:
    assert MOVES.onward(ProductStatus.ARCHIVED) == {ProductStatus.DRAFT}
    assert not MOVES.allow(ProductStatus.DRAFT, ProductStatus.DRAFT)


def test_an_act_happens_once_and_is_answered_again() -> None:
    done: list[int] = []

    def act() -> dict[str, int]:
        done.append(1)
        return {"order": len(done)}

    for _time in range(3):
        with unit_of_work():
            assert once("checkout:1", act) == {"order": 1}
    with unit_of_work():
        assert once("checkout:2", act) == {"order": 2}


def test_an_act_that_failed_may_be_tried_again() -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        once("checkout:1", lambda: 1 // 0)
    with unit_of_work():
        assert once("checkout:1", lambda: "done") == "done"


def test_of_two_at_once_one_acts_and_both_are_answered(app: Flask) -> None:
    done: list[int] = []

    def act() -> int:
        done.append(1)
        return len(done)

    def ask() -> object:
        with app.app_context(), unit_of_work():
            return once("checkout:1", act)

    with ThreadPoolExecutor(6) as people:
        answers = [asked.result(30) for asked in [people.submit(ask) for _ in range(6)]]
    assert answers == [1] * 6
    assert done == [1]


def _take(owner: str, seconds: float = 60) -> bool:
    with unit_of_work() as current:
        return take_lease(current, "scheduler", owner, seconds)


def test_a_lease_has_one_holder_who_may_extend_it(clock: Hands) -> None:
    assert _take("ann")
    assert not _take("bob")
    clock.forward(seconds=50)
    assert _take("ann")
    clock.forward(seconds=50)
    assert not _take("bob")
    clock.forward(seconds=10)
    assert _take("bob")
    assert not _take("ann")


def test_a_lease_given_back_is_free_at_once(clock: Hands) -> None:
    _take("ann")
    with unit_of_work() as current:
        release_lease(current, "scheduler", "bob")
    assert not _take("bob")
    with unit_of_work() as current:
        release_lease(current, "scheduler", "ann")
    assert _take("bob")


def _everybody(app: Flask, act: object, people: int = 6) -> list[object]:
    def one() -> object:
        with app.app_context(), unit_of_work() as current:
            return act(current)  # type: ignore[operator]

    with ThreadPoolExecutor(people) as pool:
        return [asked.result(30) for asked in [pool.submit(one) for _ in range(people)]]


def test_of_many_who_come_first_one_has_the_lease(app: Flask) -> None:
    owners = iter("abcdef")
    got = _everybody(app, lambda current: take_lease(current, "first", next(owners), 60))
    assert sorted(map(bool, got)) == [False] * 5 + [True]


def test_many_may_count_for_the_first_time_at_once(app: Flask) -> None:
    numbers = _everybody(app, lambda _current: versions.bump("fresh"))
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]  # type: ignore[type-var]
    forget_session()
    assert versions.read("fresh") == 6


def test_a_rollback_counts_nothing() -> None:
    with unit_of_work():
        versions.bump("shopfront")
    with pytest.raises(ZeroDivisionError), unit_of_work():
        versions.bump("shopfront")
        _ = 1 / 0
    assert versions.current("shopfront") == versions.read("shopfront") == 1


class _Shelf:
    """A value whose loads are counted."""

    def __init__(self) -> None:
        self.value, self.loads = "old", 0
        self.remembered = Remembered("shelf", self._load)

    def _load(self) -> str:
        self.loads += 1
        return self.value


def test_a_value_is_remembered_until_its_counter_moves() -> None:
    shelf = _Shelf()
    assert [shelf.remembered() for _ in range(3)] == ["old"] * 3
    shelf.value = "new"
    assert shelf.remembered() == "old"
    assert shelf.loads == 1
    with unit_of_work():
        versions.bump("shelf")
    assert shelf.remembered() == "new"
    Remembered.forget_all()
    shelf.value = "newest"
    assert shelf.remembered() == "newest"


def test_what_is_rolled_back_is_not_remembered() -> None:
    """A value read inside a unit of work may never have been."""
    shelf = _Shelf()
    with pytest.raises(ZeroDivisionError), unit_of_work():
        versions.bump("shelf")
        shelf.value = "never committed"
        assert shelf.remembered() == "never committed"
        _ = 1 / 0
    shelf.value = "committed by another"
    with unit_of_work():
        versions.bump("shelf")
    assert shelf.remembered() == "committed by another"


def test_what_is_changed_before_the_counter_moves_is_not_remembered() -> None:
    shelf = _Shelf()
    with pytest.raises(ZeroDivisionError), unit_of_work():
        shelf.value = "never committed"
        assert shelf.remembered() == "never committed"
        _ = 1 / 0
    shelf.value = "old"
    assert shelf.remembered() == "old"


def test_the_counter_is_asked_once_a_request(query_counter: object) -> None:
    with query_counter() as counted:  # type: ignore[operator]
        for _time in range(3):
            versions.current("shopfront")
    assert counted.total == 1
