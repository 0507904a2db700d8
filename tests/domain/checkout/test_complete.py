"""Placing: once, whole or not at all, for the sum that was shown."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from shop.domain.cart import actions as carts
from shop.domain.cart.queries import CartHead, items
from shop.domain.catalogue.actions import publication
from shop.domain.catalogue.models import Product, Variant
from shop.domain.checkout import actions, seen
from shop.domain.checkout.answers import Answers, with_typed
from shop.domain.checkout.errors import (
    CartEmpty,
    CheckoutGone,
    NotSold,
    StepMissing,
    TotalChanged,
)
from shop.domain.checkout.flows.complete import Asked, Completed, complete
from shop.domain.checkout.queries import of_cart, quote
from shop.domain.checkout.statuses import Step
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.ledger.models import LedgerEntry
from shop.domain.orders.models import Order, OrderLine
from shop.domain.shipping.actions import close_zone
from shop.kernel.db import session
from shop.kernel.quantity import Unit
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product
from tests.factories.checkout import ADDRESS, CONTACT, cart, orders, selling
from tests.factories.inventory import goods, hold, levels, stock
from tests.factories.memory import forget_session
from tests.factories.payments import FakeGateway, plugged, violations
from tests.support.counting import Counted

Counter = Callable[[], AbstractContextManager[Counted]]


@pytest.fixture(autouse=True)
def _open(database: object) -> None:
    selling()


def ready(lines: list[tuple[Variant, int]], **more: str) -> Asked:
    """Fill a cart, answer every question, and return what the last form would say."""
    basket = cart(lines)
    told = with_typed(Answers(), CONTACT | ADDRESS | {"payment_method": "cash"} | more, "KE")
    with unit_of_work():
        for step in Step:
            actions.answer(basket.id, step, told)
    return asked(basket, told)


def asked(basket: CartHead, told: Answers) -> Asked:
    """Return what the last form would say now."""
    forget_session()
    found = of_cart(basket.id)
    assert found is not None
    shown = quote(items(basket.id), told)
    return Asked(
        cart_id=basket.id, key=found.key, payment_method=told.payment_method,
        expected=shown.exact.total.minor, seen=seen.seen_of(shown), locale="en",
        base_url="http://localhost",
    )  # fmt: skip


def nothing_happened(asked_: Asked) -> bool:
    """Tell whether the shop is as it was: no order, an open cart, no stock taken."""
    counts = [
        session().scalar(select(func.count()).select_from(table))
        for table in (Order, OrderLine, LedgerEntry)
    ]
    found = of_cart(asked_.cart_id)
    assert found is not None
    taken = {allocated for _on_hand, allocated, _held in levels().values()}
    return counts == [0, 0, 0] and found.order_id is None and taken <= {0}


def test_an_order_is_what_was_agreed() -> None:
    one, two = goods(5, 5)
    done = complete(ready([(one, 2), (two, 1)], recipient_name="Juma", recipient_phone="0711000013",
                          note="Ring twice"))  # fmt: skip
    (order,) = orders()
    assert (order.public_id, order.number) == (done.public_id, done.number)
    assert done.continue_url is None
    assert order.status == "placed"
    assert (order.phone, order.name, order.recipient_phone) == (
        "+254700000012", "Asha Mwangi", "+254711000013",
    )  # fmt: skip
    assert (order.town, order.area, order.landmark) == (
        "Nairobi", "Kilimani", "Green gate after the mosque",
    )  # fmt: skip
    assert (order.note, order.delivery_method, order.payment_method) == (
        "Ring twice",
        "home",
        "cash",
    )
    assert order.total_minor == 3 * 145_000 + 25_000
    assert levels() == {one.id: (5, 2, 0), two.id: (5, 1, 0)}
    assert violations() == []


def test_the_same_form_again_is_the_same_order() -> None:
    form = ready([(goods(5)[0], 1)])
    first = complete(form)
    assert [complete(form) for _again in range(3)] == [first] * 3
    assert len(orders()) == 1


def test_who_fetches_it_leaves_no_address() -> None:
    complete(ready([(goods(5)[0], 1)], delivery_method="pickup", area="", landmark="somewhere"))
    (order,) = orders()
    assert (order.town, order.area, order.landmark) == ("Nairobi", "", "")
    assert order.delivery_kind == "pickup"
    assert order.delivery_minor == 0


def test_cash_is_rounded_to_what_coins_can_pay() -> None:
    with unit_of_work():
        cloth = stock(product(unit=Unit.METRE, quantity_step=50, price=33_333), 1000)
    (one,) = session().scalars(select(Variant).where(Variant.product_id == cloth.id))
    complete(ready([(one, 150)]))
    (order,) = orders()
    exact = 50_000 + 25_000
    assert order.items_minor + order.delivery_minor == exact
    assert order.total_minor == exact + order.rounding_minor
    assert order.total_minor % 100 == 0


def test_a_card_is_paid_elsewhere_and_a_repeat_is_led_there_too() -> None:
    form = ready([(goods(5)[0], 1)], payment_method="test")
    with plugged(FakeGateway()) as gateway:
        first = complete(form)
        again = complete(form)
    assert first.continue_url == again.continue_url
    assert first.continue_url
    (order,) = orders()
    assert order.status == "awaiting_payment"
    assert isinstance(gateway, FakeGateway)
    assert len(gateway.keys) == 1, "one attempt, whatever the network does"


def test_a_gateway_that_is_away_loses_no_order() -> None:
    form = ready([(goods(5)[0], 1)], payment_method="test")
    with plugged(FakeGateway(away=True)):
        done = complete(form)
    assert done == Completed(orders()[0].public_id, orders()[0].number, None)
    with plugged(FakeGateway()):
        assert complete(form).continue_url, "the same form leads on when it is back"


def _price(one: Variant, minor: int) -> None:
    with unit_of_work():
        session().get_one(Variant, one.id).price_minor = minor
        session().flush()


def test_a_price_that_changed_meanwhile_is_told_and_nothing_is_ordered() -> None:
    (one,) = goods(5)
    form = ready([(one, 2)])
    _price(one, 150_000)
    with pytest.raises(TotalChanged) as caught:
        complete(form)
    changed = caught.value
    assert changed.before is not None
    assert (changed.before.minor, changed.after.minor) == (315_000, 325_000)
    ((what, before, after),) = [(c.what, c.before, c.after) for c in changed.changes]
    assert before is not None
    assert after is not None
    assert (before.minor, after.minor) == (290_000, 300_000)
    assert what
    assert nothing_happened(form)


@pytest.mark.parametrize("expected", [None, 0, 1, 10**14])
def test_a_tampered_sum_orders_nothing(expected: int | None) -> None:
    form = ready([(goods(5)[0], 1)])
    forged = replace(form, expected=expected)
    with pytest.raises(TotalChanged):
        complete(forged)
    assert nothing_happened(form)
    assert complete(form)


def test_the_cart_as_it_is_now_counts() -> None:
    one, two = goods(5, 5)
    form = ready([(one, 1)])
    with unit_of_work():
        carts.add(form.cart_id, two.id, 1)
    with pytest.raises(TotalChanged) as caught:
        complete(form)
    assert [change.before for change in caught.value.changes] == [None]
    assert nothing_happened(form)


def test_a_line_taken_out_in_another_tab_is_told() -> None:
    one, two = goods(5, 5)
    form = ready([(one, 1), (two, 1)])
    with unit_of_work():
        carts.remove(form.cart_id, items(form.cart_id)[1].line_id)
    with pytest.raises(TotalChanged) as caught:
        complete(form)
    assert [change.after for change in caught.value.changes] == [None]


def test_an_emptied_cart_is_empty() -> None:
    form = ready([(goods(5)[0], 1)])
    with unit_of_work():
        carts.remove(form.cart_id, items(form.cart_id)[0].line_id)
    with pytest.raises(CartEmpty):
        complete(form)
    assert nothing_happened(form)


def test_what_is_no_longer_sold_is_named() -> None:
    (one,) = goods(5)
    form = ready([(one, 1)])
    with unit_of_work():
        publication.archive(session().get_one(Product, one.product_id))
    with pytest.raises(NotSold) as caught:
        complete(form)
    assert "Take it out of your cart" in caught.value.reasons[0]
    assert nothing_happened(form)


def test_a_closed_zone_leads_back_to_the_town() -> None:
    form = ready([(goods(5)[0], 1)])
    with unit_of_work():
        close_zone("cities")
    with pytest.raises(StepMissing) as caught:
        complete(form)
    assert caught.value.step is Step.DELIVERY
    assert "town" in caught.value.problems
    assert nothing_happened(form)


@pytest.mark.parametrize("method", ["", "shells", "stripe"])
def test_a_way_to_pay_that_is_not_offered_is_refused(method: str) -> None:
    form = ready([(goods(5)[0], 1)])
    with pytest.raises(StepMissing) as caught:
        complete(replace(form, payment_method=method))
    assert set(caught.value.problems) == {"payment_method"}
    assert nothing_happened(form)


def test_what_somebody_else_holds_is_not_sold_twice() -> None:
    (one,) = goods(1)
    form = ready([(one, 1)])
    hold("somebody else", {one.id: 1})
    with pytest.raises(NotEnoughStock):
        complete(form)
    assert nothing_happened(form)


def test_one_s_own_hold_is_never_in_the_way() -> None:
    (one,) = goods(1)
    form = ready([(one, 1)])
    hold(f"cart:{form.cart_id}", {one.id: 1})
    complete(form)
    assert levels() == {one.id: (1, 1, 0)}


@pytest.mark.parametrize("key", ["", "nothing", "x" * 500])
def test_a_key_of_another_cart_orders_nothing(key: str) -> None:
    mine, other = ready([(goods(5)[0], 1)]), ready([(goods(5)[0], 1)])
    for forged in (key, other.key):
        with pytest.raises(CheckoutGone):
            complete(replace(mine, key=forged))
    assert nothing_happened(mine)
    assert nothing_happened(other)


def test_answers_after_the_order_are_refused() -> None:
    form = ready([(goods(5)[0], 1)])
    complete(form)
    with pytest.raises(CheckoutGone), unit_of_work():
        actions.answer(form.cart_id, Step.CONTACT, Answers(name="Somebody"))


@pytest.mark.parametrize("number", [1, 4])
def test_placing_costs_a_known_number_of_statements(number: int, query_counter: Counter) -> None:
    lines = [(one, 1) for one in goods(*[9] * number)]
    complete(ready(lines))  # what is remembered is remembered now
    form = ready(lines)
    hold(f"cart:{form.cart_id}", {one.id: 1 for one, _quantity in lines})
    quote(items(form.cart_id), Answers())
    forget_session()
    with query_counter() as counted:
        complete(form)
    assert counted.total <= 25 + 3 * number, str(counted)
