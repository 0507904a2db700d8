"""Made-up orders: sound by every check, the same for the same seed, and gone without a trace."""

import random
from collections import Counter as Count
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import Table, delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from shop.cli.demo import group
from shop.demo.ground import lay_ground
from shop.demo.load import clear, load_generated, load_orders
from shop.demo.orders.goods import Goods
from shop.demo.orders.market import market
from shop.demo.orders.moments import DAYS, days_for, moments
from shop.demo.orders.purchases import Shopping
from shop.domain.catalogue.models import Listing, Product, Variant
from shop.domain.inventory.models import Allocation, Level
from shop.domain.ledger.models import LedgerEntry, LedgerTransaction
from shop.domain.ledger.queries import standing
from shop.domain.notifications.models import Message
from shop.domain.ops import checks
from shop.domain.ops.registered import ALL_CHECKS
from shop.domain.orders import queries, rules
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.recompute import recompute
from shop.domain.orders.models import Order, OrderEvent, OrderLine, OrderTask
from shop.domain.orders.statuses import LIVE, FulfilmentState, Happening, PaymentState
from shop.domain.payments.models import Payment
from shop.domain.totals.result import Totals
from shop.kernel import clock as kernel_clock
from shop.kernel.db import session
from shop.kernel.errors import Conflict
from shop.kernel.model import Base
from shop.kernel.numbers import Counter
from shop.kernel.outbox import OutboxEvent
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import goods as own_goods
from tests.factories.orders import placed, seen
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database", "clock")
ENOUGH = 600
"""So many that whatever can become of an order has become of one."""
TABLES: tuple[type[Base], ...] = (
    Order, OrderLine, OrderEvent, OrderTask, Payment, LedgerTransaction, LedgerEntry, Allocation,
    Message, Level, Counter,
)  # fmt: skip


@pytest.fixture
def full(database: object) -> None:
    """Fill the shop with made-up goods and orders."""
    load_generated(60, seed=3)
    load_orders(ENOUGH, seed=6)


def _sound() -> list[tuple[str, int]]:
    return [(one.check.code, one.count) for one in checks.run(ALL_CHECKS)]


def _count(model: type[Base]) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def _all() -> dict[str, list[Any]]:
    """Return every row that orders are made of."""
    return {
        model.__tablename__: list(
            map(tuple, session().execute(select(model.__table__).order_by(*_key(model))))
        )
        for model in TABLES
    }


def _key(model: type[Base]) -> list[Any]:
    table = model.__table__
    assert isinstance(table, Table)
    return list(table.primary_key.columns)


def test_all_checks_hold_and_everything_has_happened(full: None) -> None:
    """Every state, hold and task, both languages, all ways to pay; nothing is still to be sent."""
    assert _sound() == []
    assert _count(Order) == ENOUGH
    rows = session().execute(select(Order.__table__)).all()
    assert {row.status for row in rows} == {
        "awaiting_payment", "placed", "confirmed", "completed", "cancelled", "expired",
    }  # fmt: skip
    assert {row.gateway for row in rows} == {"cash", "transfer", "test"}
    assert {row.locale for row in rows} == {"en", "fr"}
    assert {row.hold_reason for row in rows} >= {None, "underpaid", "review", "paid_without_stock"}
    assert {row.payment_state for row in rows} >= {
        PaymentState.PAID, PaymentState.UNPAID, PaymentState.COLLECT, PaymentState.REFUNDED,
        PaymentState.PARTLY_PAID,
    }  # fmt: skip
    assert max(row.sale_turn for row in rows) == 2
    told = set(session().scalars(select(OrderEvent.kind)))
    assert told == set(Happening) - {Happening.METHOD_CHANGED}
    assert set(session().scalars(select(OrderTask.kind))) == {"refund", "review", "stock"}
    assert session().scalar(select(func.count()).where(OrderTask.done_at.is_(None)))
    assert all(row.demo for row in rows)
    assert all(row.phone.startswith("+254700000") for row in rows)
    assert all(row.email.endswith("@example.com") for row in rows if row.email)
    assert set(session().scalars(select(Message.status))) == {"sent"}
    assert (
        session().scalar(
            select(func.count()).where(OutboxEvent.name.in_(("OrderPlaced", "MessageQueued")))
        )
        == 0
    )


def test_what_is_derived_is_what_the_domain_derives(full: None) -> None:
    """Sums and states, as `recompute` finds them in the books; pages can show each order."""
    before = _all()["orders"]
    with unit_of_work():
        for number in session().scalars(select(Order.id)).all()[::3]:
            recompute(number)
    stamped = {column.name: place for place, column in enumerate(Order.__table__.columns)}
    for old, new in zip(before, _all()["orders"], strict=True):
        assert old[: stamped["updated_at"]] == new[: stamped["updated_at"]]
    for row in session().execute(select(Order.__table__)).all():
        view = queries.by_public_id(row.public_id)
        assert view is not None
        assert view.totals == Totals.from_json(row.breakdown)
        assert standing(row.id).captured == row.paid_minor
        assert [entry.kind for entry in queries.timeline(row.id)]
        assert row.fulfilment_state == (
            FulfilmentState.SHIPPED if row.status == "completed" else FulfilmentState.UNFULFILLED
        )
        break


def test_the_same_seed_makes_the_same_orders(database: object) -> None:
    """Every row, also after the demo was cleared; another seed makes others."""
    load_generated(20, seed=9)
    load_orders(60, seed=4)
    first = _all()
    clear()
    assert [name for name, rows in _all().items() if rows] == []
    load_generated(20, seed=9)
    load_orders(60, seed=4)
    again = _all()
    for name in first:
        assert _without_ids(name, first) == _without_ids(name, again), name
    other = Shopping(60, 5, Goods(), market(), kernel_clock.now())
    assert [one.buyer.name for one in other] != [row.name for row in _orders()]


def _without_ids(name: str, rows: dict[str, list[Any]]) -> list[Any]:
    """Leave the ids out that PostgreSQL's counters give: they never come back."""
    if name in {"orders", "counters", "messages"}:
        return [row[1:3] for row in rows[name]]
    return [len(rows[name])]


def _in_stock() -> Variant:
    """Return a demo variant that is counted in pieces and of which some are left."""
    found = session().scalars(
        select(Variant)
        .join(Level, Level.variant_id == Variant.id)
        .join(Product, Product.id == Variant.product_id)
        .where(Product.demo, Product.unit == "piece", Level.on_hand - Level.allocated > 3)
        .order_by(Variant.id)
    )
    variant = found.first()
    assert variant is not None
    return variant


def _orders() -> list[Any]:
    return list(session().execute(select(Order.__table__).order_by(Order.id)))


def test_real_orders_go_on_behind_them(full: None) -> None:
    """The day's next number, the next ids, stock that is still free."""
    today = kernel_clock.now().astimezone(ZoneInfo("Africa/Nairobi")).date()
    taken = session().scalar(select(Counter.value).where(Counter.name == rules.counter(today))) or 0
    with unit_of_work():
        order = placed([(_in_stock(), 1)])
    assert order.number == f"D-{today:%Y%m%d}-{taken + 1:04}"
    assert order.id > ENOUGH
    assert _sound() == []


def test_stock_is_promised_to_live_orders_only(full: None) -> None:
    """What is allocated belongs to them, and what was low or sold out is as it was."""
    given = (
        session()
        .execute(select(Order.status).join(Allocation, Allocation.order_id == Order.id))
        .scalars()
        .all()
    )
    assert given
    assert set(given) <= set(LIVE)
    promised = select(Variant.product_id).join(Level, Level.variant_id == Variant.id)
    states = session().execute(
        select(Listing.stock_state).where(
            Listing.product_id.in_(promised.where(Level.allocated > 0))
        )
    )
    assert set(states.scalars()) == {"in"}


def test_a_small_stock_cancels_what_it_cannot_carry(database: object) -> None:
    """One small product, many orders: nothing is oversold."""
    load_generated(1, seed=1)
    load_orders(300, seed=1)
    reasons = Count(
        session().scalars(select(OrderEvent.note).where(OrderEvent.kind == "cancelled"))
    )
    assert reasons["Sold out at the shop."]
    assert _sound() == []


def test_clearing_takes_the_demo_orders_and_no_others(full: None) -> None:
    """A real order, its number and its goods stay; of the demo's nothing does."""
    ordered = _in_stock()
    with unit_of_work():
        mine, theirs = placed([(own_goods(), 2)]), placed([(ordered, 1)])
        live = session().scalars(select(Order.id).where(Order.demo, Order.status == "placed"))
        cancel(live.first() or 0)  # somebody tried something
    assert clear() == 59
    assert [row.id for row in _orders()] == [mine.id, theirs.id]
    assert seen(mine).number == mine.number
    for model in (OrderLine, OrderEvent, LedgerTransaction, Allocation):
        assert set(session().scalars(select(model.order_id))) == {mine.id, theirs.id}
    assert _count(Message) == _count(Payment) == _count(OrderTask) == 0
    assert _count(Counter) == 1
    kept = session().scalars(select(Product.demo).where(Product.id == ordered.product_id)).one()
    assert kept is False
    assert _sound() == []


@pytest.mark.parametrize(
    "model", [Order, OrderEvent, LedgerTransaction, LedgerEntry], ids=lambda one: one.__tablename__
)
def test_nobody_makes_a_real_order_one_of_the_demo(model: Any, database: object) -> None:
    """Real ones cannot be deleted, and the mark that would allow it cannot be set."""
    with unit_of_work():
        order = placed([(own_goods(), 1)])
    of_it = Order.id if model is Order else model.order_id
    with pytest.raises(DBAPIError, match="never"), unit_of_work() as current:
        current.execute(delete(model).where(of_it == order.id))
    with pytest.raises(DBAPIError, match="never changed"), unit_of_work() as current:
        current.execute(update(Order).values(demo=True))
    assert [row.demo for row in _orders()] == [False]


def test_history_and_books_of_the_demo_are_not_changed_either(full: None) -> None:
    """They may go, but as long as they are there they are as they were written."""
    for change in ("order_events SET note = 'x'", "ledger_entries SET amount_minor = 1"):
        with pytest.raises(DBAPIError, match="never"), unit_of_work() as current:
            current.execute(text(f"UPDATE {change}"))


def test_orders_come_in_the_evening_and_before_the_weekend(clock: Hands) -> None:
    """Spread over ninety days of the shop's own clock; many more reach farther back."""
    zone, now = ZoneInfo("Africa/Nairobi"), kernel_clock.now()
    found = moments(10_000, now, zone, random.Random(1))
    assert found == sorted(found)
    assert found[-1] < now
    assert now - timedelta(days=DAYS + 8) < found[0]
    local = [one.astimezone(zone) for one in found]
    hours, days = Count(one.hour for one in local), Count(one.weekday() for one in local)
    assert hours[20] > 2 * hours[15] > 4 * hours[4]
    assert days[5] > 1.4 * days[6]
    assert days_for(400) == DAYS < days_for(50_000) < days_for(1_000_000)


def test_they_are_refused_a_second_time_and_without_goods(database: object) -> None:
    with unit_of_work():
        lay_ground()
    with pytest.raises(Conflict, match="load some products first"):
        load_orders(5, seed=1)
    load_generated(5, seed=1)
    load_orders(5, seed=1)
    with pytest.raises(Conflict, match="made-up orders already"):
        load_orders(5, seed=1)
    assert load_orders(0, seed=1) == 0


def test_a_purchase_is_reckoned_as_the_checkout_does(database: object) -> None:
    """Fees and roundings included: what is paid in cash has no cents."""
    load_generated(20, seed=2)
    shop = market()
    made = list(Shopping(200, 1, Goods(), shop, kernel_clock.now()))
    assert all(one.totals.total.minor % 100 == 0 for one in made if one.means.on_delivery)
    free = [one for one in made if one.way.free_above and not one.totals.delivery]
    assert free
    for one in free:
        assert one.way.free_above is not None
        assert one.totals.items.minor >= one.way.free_above


def test_a_shop_that_nobody_can_order_in_says_so(database: object) -> None:
    with pytest.raises(Conflict, match="a town that is delivered to"):
        market()


def test_the_demo_shop_has_a_past(app: Flask, database: object) -> None:
    """Four hundred orders without being asked; what is made with products has what it asks for."""
    runner = app.test_cli_runner()
    loaded = runner.invoke(group, ["load"])
    assert loaded.exit_code == 0, loaded.output
    assert "400 orders were made up." in loaded.output
    assert "0 violations" in loaded.output
    assert _count(Order) == 400
    promised = session().scalar(select(func.sum(Level.allocated))) or 0
    assert promised > 0
