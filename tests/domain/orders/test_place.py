"""Placing: one order for a key and a cart, everything of it in one unit, copies that stay."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from shop.domain.catalogue.models import Product, Variant
from shop.domain.catalogue.statuses import ProductKind
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.inventory.models import Allocation, Level
from shop.domain.ledger.queries import standing
from shop.domain.orders import queries
from shop.domain.orders.actions.place import place
from shop.domain.orders.draft import Recipient
from shop.domain.orders.models import Order, OrderEvent
from shop.domain.orders.statuses import OrderStatus, PaymentState, Shown
from shop.domain.settings import actions as settings
from shop.domain.totals.calculate import Terms
from shop.kernel import outbox
from shop.kernel.db import session
from shop.kernel.errors import Invalid
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.orders import CASH, ONLINE, TRANSFER, draft, goods, placed, seen
from tests.support.counting import Counted
from tests.support.hands import Hands

QueryCounter = Callable[[], AbstractContextManager[Counted]]


def _levels(variant: Variant) -> tuple[int, int, int]:
    forget_session()
    level = session().execute(
        select(Level.on_hand, Level.allocated, Level.held).where(Level.variant_id == variant.id)
    )
    return tuple(level.one())  # type: ignore[return-value]  # three columns


def test_cash_on_delivery_is_placed_at_once() -> None:
    with unit_of_work():
        cloth, cushion = goods(10), goods(5)
        order = placed([(cloth, 2), (cushion, 1)], payment=CASH, note="Ring twice")
    found = seen(order)
    assert order.number == found.number == "D-20261120-0001"
    assert (found.status, found.payment_state) == (OrderStatus.PLACED, PaymentState.COLLECT)
    assert found.shown is Shown.PENDING
    assert [(line.sku, line.quantity) for line in found.lines] == [(cloth.sku, 2), (cushion.sku, 1)]
    assert found.totals.total == found.owed == Money(3 * 145_000 + 25_000, "KES")
    assert (found.note, found.town, found.expires_at) == ("Ring twice", "Nairobi", None)
    assert (_levels(cloth), _levels(cushion)) == ((10, 2, 0), (5, 1, 0))
    assert standing(order.id).receivable == found.totals.total.minor
    told = queries.timeline(order.id)
    assert [(entry.kind, entry.actor, entry.to_status) for entry in told] == [
        ("placed", "customer", "placed")
    ]


def test_everything_else_awaits_its_payment_until_a_deadline(clock: Hands) -> None:
    with unit_of_work():
        variant = goods(10)
        online = placed([(variant, 1)], payment=ONLINE)
        transfer = placed([(variant, 1)], payment=TRANSFER)
        never = placed([(variant, 1)], payment=replace(TRANSFER, expires_minutes=None))
    assert [seen(one).status for one in (online, transfer, never)] == ["awaiting_payment"] * 3
    assert seen(online).expires_at == clock.now + timedelta(minutes=35)
    assert seen(transfer).expires_at == clock.now + timedelta(days=3)
    assert seen(never).expires_at is None
    assert _levels(variant) == (10, 3, 0)
    assert [queries.timeline(one.id)[0].kind for one in (online, transfer)] == ["received"] * 2


def test_what_costs_nothing_is_placed_whatever_the_method() -> None:
    with unit_of_work():
        gift = goods(3, price=1)
        terms = Terms("KES", inclusive=True, rates={}, discount=Money(1, "KES"))
        order = placed([(gift, 1)], payment=ONLINE, terms=terms)
    found = seen(order)
    assert (found.status, found.payment_state) == (OrderStatus.PLACED, PaymentState.PAID)
    assert found.expires_at is None


def test_it_is_announced_with_the_order() -> None:
    before = outbox._plumbing.subscriptions
    outbox.connect(
        {"OrderPlaced": ("jobs.a",), "OrderReceived": ("jobs.b",)}, lambda _id, _job: None
    )
    try:
        with unit_of_work():
            orders = [placed(payment=one) for one in (CASH, TRANSFER, ONLINE)]
    finally:
        outbox.connect(before, outbox._plumbing.enqueue)
    rows = session().execute(select(outbox.OutboxEvent.name, outbox.OutboxEvent.payload)).all()
    assert [(row.name, row.payload["order_id"]) for row in rows if "Order" in row.name] == [
        ("OrderPlaced", orders[0].id), ("OrderReceived", orders[1].id),
    ]  # fmt: skip


def test_a_key_makes_one_order() -> None:
    with unit_of_work():
        variant = goods(10)
        first = draft([(variant, 1)])
        made = place(first)
    with unit_of_work():
        again = place(first)
    assert again == made
    assert queries.by_checkout_key(first.checkout_key) == made
    assert queries.by_checkout_key("another") is None
    assert _levels(variant) == (10, 1, 0)


def test_a_cart_makes_one_order_whatever_the_key() -> None:
    with unit_of_work():
        variant, cart = goods(10), _cart()
        made = placed([(variant, 1)], cart_id=cart)
        assert placed([(variant, 1)], cart_id=cart) == made
        assert placed([(variant, 1)], cart_id=_cart()) != made
    assert _levels(variant) == (10, 2, 0)


def _cart() -> int:
    from shop.domain.cart.models import Cart  # noqa: PLC0415 - a neighbour's table, for its key

    cart = Cart(currency="KES", locale="en")
    session().add(cart)
    session().flush()
    return cart.id


def test_too_little_leaves_nothing_behind() -> None:
    with unit_of_work():
        plenty, rare = goods(10), goods(1)
    with pytest.raises(NotEnoughStock) as refused, unit_of_work():
        placed([(plenty, 1), (rare, 2)])
    shortage = refused.value.shortages[0]
    assert (shortage.variant_id, shortage.wanted, shortage.available) == (rare.id, 2, 1)
    assert (_levels(plenty), _levels(rare)) == ((10, 0, 0), (1, 0, 0))
    assert queries.recent(5) == []
    with unit_of_work():
        assert placed([(rare, 1)]).number.endswith("-0001"), "no number was used up"


def test_an_empty_draft_is_no_order() -> None:
    with unit_of_work():
        full = draft()
    with pytest.raises(Invalid), unit_of_work():
        place(replace(full, lines=()))


def test_numbers_count_the_shops_own_days(clock: Hands) -> None:
    with unit_of_work():
        settings.change({"order_prefix": "MLA"})
        variant = goods(50)
        numbers = [placed([(variant, 1)]).number for _n in range(2)]
    clock.forward(hours=8, minutes=59)  # 23:59 in Nairobi
    with unit_of_work():
        numbers.append(placed([(variant, 1)]).number)
    clock.forward(minutes=1)
    with unit_of_work():
        numbers.append(placed([(variant, 1)]).number)
    assert numbers == [
        "MLA-20261120-0001", "MLA-20261120-0002", "MLA-20261120-0003", "MLA-20261121-0001",
    ]  # fmt: skip


def test_a_download_needs_no_stock() -> None:
    with unit_of_work():
        pattern = goods(0, kind=ProductKind.DIGITAL)
        cloth = goods(2)
        order = placed([(pattern, 3), (cloth, 1)])
    assert [line.quantity for line in seen(order).lines] == [3, 1]
    held = session().execute(select(Allocation.variant_id)).scalars().all()
    assert held == [cloth.id]


def test_somebody_else_may_take_it() -> None:
    with unit_of_work():
        order = placed(recipient=Recipient("Juma", "+254700000013"))
    found = seen(order)
    assert (found.recipient_name, found.recipient_phone) == ("Juma", "+254700000013")


def test_later_edits_of_the_shop_change_nothing() -> None:
    with unit_of_work():
        variant = goods(10, name={"en": "Ring throw", "fr": "Jeté à anneaux"})
        order = placed([(variant, 2)])
    before = seen(order)
    with unit_of_work() as current:
        current.execute(update(Product).values(name={"en": "X"}, slug="x", tax_class_id=1))
        current.execute(update(Variant).values(price_minor=1, sku="X"))
        settings.change({"currency": "UGX", "order_prefix": "X", "name": "X", "country": "UG"})
    forget_session()
    assert seen(order) == before
    assert before.lines[0].name == {"en": "Ring throw", "fr": "Jeté à anneaux"}


def test_orders_are_never_deleted() -> None:
    with unit_of_work():
        order = placed()
    with pytest.raises(DBAPIError, match="never"), unit_of_work() as current:
        current.execute(delete(Order))
    with pytest.raises(IntegrityError), unit_of_work() as current:
        current.execute(delete(Variant))
    forget_session()
    assert seen(order).lines


@pytest.mark.parametrize("change", [update(OrderEvent).values(note="x"), delete(OrderEvent)])
def test_the_history_is_never_changed(change: object) -> None:
    with unit_of_work():
        order = placed()
    before = queries.timeline(order.id)
    with pytest.raises(DBAPIError, match="never"), unit_of_work() as current:
        current.execute(change)  # type: ignore[call-overload]
    forget_session()
    assert queries.timeline(order.id) == before


@pytest.mark.parametrize("lines", [1, 4])
def test_placing_is_quick(lines: int, query_counter: QueryCounter) -> None:
    """What inventory, ledger and outbox need is in it; nothing is asked line by line."""
    with unit_of_work():
        made = [goods(50) for _n in range(lines)]
        placed([(made[0], 1)])  # the first of a day begins the day's counter
        ready = draft([(one, 1) for one in made])
    with query_counter() as counted, unit_of_work():
        place(ready)
    assert counted.total <= 15, str(counted)
