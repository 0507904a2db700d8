"""Allocations: what an order has, taken from holds or from the shelf, given back exactly once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import delete, insert, select, update

from shop.domain.catalogue.models import Listing
from shop.domain.catalogue.statuses import ProductKind
from shop.domain.inventory.actions import allocations
from shop.domain.inventory.checks import CHECKS
from shop.domain.inventory.errors import NotEnoughStock, Shortage
from shop.domain.inventory.models import Allocation, AllocationState, Hold, Level
from shop.domain.ops.checks import run
from shop.domain.orders import snapshot
from shop.domain.orders.models import Order
from shop.domain.orders.statuses import OrderStatus
from shop.kernel import clock as kernel_clock
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product, variants_of
from tests.factories.inventory import goods, hold, levels
from tests.factories.memory import forget_session
from tests.factories.orders import draft
from tests.support.counting import Counted
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")


def order() -> int:
    """Write the bare row of an order, as an allocation needs one."""
    with unit_of_work():
        made = draft([(variants_of(product())[0], 1)])
        head = snapshot.head(made, OrderStatus.PLACED, kernel_clock.now())
        statement = insert(Order).values(number=made.checkout_key, **head).returning(Order.id)
        return session().execute(statement).scalar_one()


def allocate(order_id: int, wanted: dict[int, int], owner: str | None = None) -> None:
    """Allocate in a unit of work of its own."""
    with unit_of_work():
        allocations.allocate(order_id, wanted, owner)


def _states() -> list[tuple[int, str]]:
    forget_session()
    rows = session().execute(select(Allocation.quantity, Allocation.state).order_by(Allocation.id))
    return [(quantity, state) for quantity, state in rows]


def test_an_order_takes_from_the_shelf(clock: Hands) -> None:
    first, second = (one.id for one in goods(5, 5))
    allocate(order(), {second: 2, first: 5})
    assert levels() == {first: (5, 5, 0), second: (5, 2, 0)}
    assert run(CHECKS) == []


def test_holds_become_allocations(clock: Hands) -> None:
    first, second, third = (one.id for one in goods(5, 5, 5))
    hold("a", {first: 5, second: 1})
    hold("b", {third: 4})
    allocate(order(), {first: 5, second: 2, third: 1}, "a")
    assert levels() == {first: (5, 5, 0), second: (5, 2, 0), third: (5, 1, 4)}
    assert session().scalars(select(Hold.owner)).all() == ["b"]
    assert run(CHECKS) == []


def test_what_was_held_and_is_not_wanted_any_more_goes_back(clock: Hands) -> None:
    first, second = (one.id for one in goods(5, 5))
    hold("a", {first: 5, second: 3})
    allocate(order(), {first: 1}, "a")
    assert levels() == {first: (5, 1, 0), second: (5, 0, 0)}


def test_too_little_takes_nothing_and_says_what_is_there(clock: Hands) -> None:
    first, second = (one.id for one in goods(5, 5))
    hold("b", {first: 4})
    number = order()
    with pytest.raises(NotEnoughStock) as refused:
        allocate(number, {first: 2, second: 1})
    assert refused.value.shortages == (Shortage(first, 2, 1),)
    assert levels() == {first: (5, 0, 4), second: (5, 0, 0)}
    clock.forward(minutes=11)
    allocate(number, {first: 2, second: 1})
    assert levels() == {first: (5, 2, 0), second: (5, 1, 0)}
    assert run(CHECKS) == []


def test_an_order_gives_back_once(clock: Hands) -> None:
    only = goods(5)[0].id
    number, other = order(), order()
    allocate(number, {only: 2})
    allocate(other, {only: 1})
    given = []
    for _time in range(3):
        with unit_of_work():
            given.append(allocations.release(number))
    assert given == [True, False, False]
    assert levels() == {only: (5, 1, 0)}
    assert _states() == [(2, AllocationState.RELEASED), (1, AllocationState.ALLOCATED)]
    assert run(CHECKS) == []


def test_a_revived_order_gets_new_rows(clock: Hands) -> None:
    only = goods(5)[0].id
    number = order()
    allocate(number, {only: 2})
    with unit_of_work():
        allocations.release(number)
    allocate(number, {only: 2})
    assert _states() == [(2, AllocationState.RELEASED), (2, AllocationState.ALLOCATED)]
    assert levels() == {only: (5, 2, 0)}


def test_digital_goods_are_not_allocated(clock: Hands) -> None:
    with unit_of_work():
        pattern = variants_of(product(kind=ProductKind.DIGITAL))[0].id
    allocate(order(), {pattern: 3})
    assert _states() == []
    with unit_of_work():
        assert allocations.release(1) is False


def test_the_last_one_sells_out_in_the_same_unit(clock: Hands) -> None:
    made = goods(2)[0]
    number = order()
    allocate(number, {made.id: 2})
    forget_session()
    assert not session().get_one(Listing, made.product_id).in_stock
    with unit_of_work():
        allocations.release(number)
    forget_session()
    assert session().get_one(Listing, made.product_id).in_stock


@pytest.mark.parametrize("lines", [1, 6])
def test_few_statements_whatever_is_ordered(
    clock: Hands, query_counter: Callable[[], AbstractContextManager[Counted]], lines: int
) -> None:
    made = {one.id: 1 for one in goods(*[50] * lines)}
    number, other = order(), order()
    hold("a", made)
    with unit_of_work(), query_counter() as held:
        allocations.allocate(number, made, "a")
    with unit_of_work(), query_counter() as bare:
        allocations.allocate(other, made)
    assert (held.total, bare.total) == (5, 5), f"{held}\n\n{bare}"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (update(Level).values(held=Level.held + 1), "S3"),
        (update(Level).values(allocated=Level.allocated + 1), "S3"),
        (update(Allocation).values(state=AllocationState.RELEASED), "S3"),
        (delete(Level), "S3b"),
        (update(Order).values(status=OrderStatus.CANCELLED), "S11"),
    ],
)
def test_the_checks_see_what_is_broken(clock: Hands, change: object, code: str) -> None:
    only = goods(9)[0].id
    hold("a", {only: 2})
    allocate(order(), {only: 2})
    assert run(CHECKS) == []
    with unit_of_work():
        session().execute(change)  # type: ignore[call-overload]  # any statement
    assert code in {violation.check.code for violation in run(CHECKS)}


def test_the_checks_see_digital_goods_that_are_held(clock: Hands) -> None:
    thing = goods(1)[0]
    with unit_of_work():
        pattern = variants_of(product(kind=ProductKind.DIGITAL))[0].id
    hold("a", {thing.id: 1})
    with unit_of_work():
        session().execute(update(Hold).values(variant_id=pattern))
    assert {"S3b", "S10"} <= {violation.check.code for violation in run(CHECKS)}
