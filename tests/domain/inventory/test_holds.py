"""Holds: exactly what is wanted, never against their owner, given back once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select

from shop.domain.catalogue.models import Listing
from shop.domain.catalogue.statuses import ProductKind
from shop.domain.inventory import actions
from shop.domain.inventory.actions import holds
from shop.domain.inventory.checks import CHECKS
from shop.domain.inventory.errors import NotEnoughStock, Shortage
from shop.domain.inventory.models import Hold, Location, MovementKind
from shop.domain.inventory.queries import ENDLESS, available_for
from shop.domain.ops.checks import run
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product, variants_of
from tests.factories.inventory import goods, hold, levels
from tests.factories.memory import forget_session
from tests.support.counting import Counted
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")
Counter = Callable[[], AbstractContextManager[Counted]]


def _held(owner: str) -> dict[int, int]:
    forget_session()
    rows = session().execute(select(Hold.variant_id, Hold.quantity).where(Hold.owner == owner))
    return {row.variant_id: row.quantity for row in rows}


def test_holds_are_made_exactly_what_is_wanted(clock: Hands) -> None:
    first, second, third = (one.id for one in goods(10, 10, 10))
    hold("a", {first: 3, second: 2})
    hold("a", {second: 5, third: 1})
    assert _held("a") == {second: 5, third: 1}
    assert levels() == {first: (10, 0, 0), second: (10, 0, 5), third: (10, 0, 1)}
    assert run(CHECKS) == []
    hold("a", {})
    assert _held("a") == {}
    assert all(held == 0 for _on_hand, _allocated, held in levels().values())


def test_own_holds_never_count_against_their_owner(clock: Hands) -> None:
    only = goods(5)[0].id
    hold("a", {only: 4})
    assert available_for([only], "a") == {only: 5}
    assert available_for([only], "b") == available_for([only]) == {only: 1}
    hold("a", {only: 5})
    with pytest.raises(NotEnoughStock) as refused:
        hold("b", {only: 1})
    assert refused.value.shortages == (Shortage(only, 1, 0),)
    assert _held("b") == {}
    assert run(CHECKS) == []


def test_every_shortage_is_told_and_nothing_is_taken(clock: Hands) -> None:
    first, second, third = (one.id for one in goods(1, 9, 2))
    hold("a", {second: 1})
    with pytest.raises(NotEnoughStock) as refused:
        hold("a", {first: 2, second: 3, third: 5, 10**6: 1})
    assert refused.value.shortages == (
        Shortage(first, 2, 1), Shortage(third, 5, 2), Shortage(10**6, 1, 0),
    )  # fmt: skip
    assert _held("a") == {second: 1}


def test_what_others_let_lapse_is_there_for_who_needs_it(clock: Hands) -> None:
    only = goods(3)[0].id
    hold("a", {only: 2}, minutes=10)
    with pytest.raises(NotEnoughStock):
        hold("b", {only: 2})
    clock.forward(minutes=10)
    assert available_for([only], "b") == {only: 3}
    hold("b", {only: 2})
    assert (_held("a"), _held("b")) == ({}, {only: 2})
    assert run(CHECKS) == []


def test_a_lapsed_hold_that_nobody_needed_is_extended(clock: Hands) -> None:
    only = goods(3)[0].id
    hold("a", {only: 2}, minutes=10)
    clock.forward(minutes=20)
    hold("a", {only: 2}, minutes=10)
    with pytest.raises(NotEnoughStock):
        hold("b", {only: 2})
    assert levels()[only] == (3, 0, 2)


def test_the_sweep_gives_back_what_lapsed_and_no_more(clock: Hands) -> None:
    first, second = (one.id for one in goods(5, 5))
    hold("a", {first: 2, second: 1}, minutes=5)
    hold("b", {first: 1}, minutes=15)
    clock.forward(minutes=5)
    with unit_of_work():
        assert holds.expire(dry_run=True) == 2
        assert holds.expire(limit=1) == 1
        assert holds.expire() == 1
        assert holds.expire() == 0
    assert levels() == {first: (5, 0, 1), second: (5, 0, 0)}
    assert run(CHECKS) == []


def test_release_gives_everything_back_and_may_be_repeated(clock: Hands) -> None:
    first, second = (one.id for one in goods(5, 5))
    hold("a", {first: 2, second: 1})
    hold("b", {first: 1})
    for _time in range(2):
        with unit_of_work():
            holds.release("a")
    assert levels() == {first: (5, 0, 1), second: (5, 0, 0)}


def test_digital_products_are_not_held(clock: Hands) -> None:
    with unit_of_work():
        pattern = variants_of(product(kind=ProductKind.DIGITAL))[0].id
    thing = goods(2)[0].id
    hold("a", {pattern: 7, thing: 1})
    assert _held("a") == {thing: 1}
    assert available_for([pattern, thing, 10**6], "a") == {pattern: ENDLESS, thing: 2}
    assert available_for([]) == {}


def test_stock_of_several_places_is_held_together(clock: Hands) -> None:
    variant = goods(5)[0].id
    with unit_of_work():
        store = Location(code="store", name="Store")
        session().add(store)
        session().flush()
        actions.post(variant, 7, MovementKind.RECEIPT, location_id=store.id)
    hold("a", {variant: 10})
    forget_session()
    assert sorted(session().scalars(select(Hold.quantity))) == [3, 7]
    with pytest.raises(NotEnoughStock) as refused:
        hold("b", {variant: 3})
    assert refused.value.shortages[0].available == 2
    assert run(CHECKS) == []


def _version(clock: Hands) -> int:
    forget_session()
    return versions.read("shopfront")


def test_shoppers_are_told_when_the_state_changes_and_only_then(clock: Hands) -> None:
    first, second = goods(50, 4)
    before = _version(clock)
    hold("a", {first.id: 10})
    assert _version(clock) == before
    hold("a", {first.id: 10, second.id: 3})
    assert _version(clock) == before + 1
    listing = session().get_one(Listing, second.product_id)
    assert (listing.stock_state, listing.left) == ("low", 1)
    hold("b", {second.id: 1})
    forget_session()
    assert session().get_one(Listing, second.product_id).stock_state == "out"
    clock.forward(minutes=11)
    with unit_of_work():
        holds.expire()
    forget_session()
    listing = session().get_one(Listing, second.product_id)
    assert (listing.stock_state, listing.left) == ("low", 4)
    assert run(CHECKS) == []


def test_several_products_are_told_of_by_one_version(clock: Hands) -> None:
    made = goods(3, 3, 3)
    before = _version(clock)
    hold("a", {one.id: 1 for one in made})
    assert _version(clock) == before + 1


def test_few_statements_whatever_is_held(clock: Hands, query_counter: Counter) -> None:
    made = {one.id: 2 for one in goods(50, 50, 50, 50)}
    for statements, minutes in ((6, 10), (2, 20)):
        with unit_of_work(), query_counter() as counted:
            holds.hold("a", made, clock.now.replace(minute=minutes))
        assert counted.total == statements, counted
