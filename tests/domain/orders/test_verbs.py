"""What each verb does to the order, its stock, its money and its history."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from shop.domain.inventory.actions import adjust
from shop.domain.inventory.queries import available_of
from shop.domain.ledger.actions import post_capture, post_refund
from shop.domain.ledger.queries import standing
from shop.domain.orders import queries
from shop.domain.orders.actions import tasks
from shop.domain.orders.actions.annotate import annotate
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.change_method import change_method
from shop.domain.orders.actions.confirm import by_rule, confirm
from shop.domain.orders.actions.expire import expire
from shop.domain.orders.actions.hold import hold, lift
from shop.domain.orders.actions.moves import SHOPPER, locked
from shop.domain.orders.actions.recompute import recompute
from shop.domain.orders.actions.revive import revive
from shop.domain.orders.actions.secure import secure
from shop.domain.orders.errors import AlreadyPaid, NotCancellable, NotPayable, OnHold
from shop.domain.orders.models import OrderLine, OrderTask
from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import (
    HoldReason,
    NoteKind,
    OrderStatus,
    PaymentState,
    Shown,
    TaskKind,
)
from shop.domain.totals.calculate import Terms
from shop.kernel.db import session
from shop.kernel.errors import Conflict, Invalid, NotFound
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.orders import CASH, ONLINE, TRANSFER, goods, placed, seen
from tests.support.hands import Hands

TOTAL = 170_000


def _placed(**more: object) -> Placed:
    with unit_of_work():
        return placed([(goods(5), 1)], **more)


def _pay(order: Placed, minor: int = TOTAL, attempt: int = 1) -> None:
    with unit_of_work():
        post_capture(order.id, attempt, "test", Money(minor, "KES"))
        recompute(order.id)


def _do(verb: Callable[..., object], *arguments: object, **more: object) -> object:
    with unit_of_work():
        return verb(*arguments, **more)


def _kinds(order: Placed) -> list[str]:
    forget_session()
    return [entry.kind.value for entry in reversed(queries.timeline(order.id))]


def _left(order: Placed) -> int:
    forget_session()
    line = session().execute(
        select(OrderLine.product_id, OrderLine.variant_id).where(OrderLine.order_id == order.id)
    )
    product_id, variant_id = line.one()
    return available_of(product_id)[variant_id]


def _tasks(order: Placed) -> list[str]:
    forget_session()
    open_ = select(OrderTask.kind).where(
        OrderTask.order_id == order.id, OrderTask.done_at.is_(None)
    )
    return list(session().scalars(open_))


def test_what_is_paid_is_placed_and_confirmed_by_rule() -> None:
    order = _placed(payment=ONLINE)
    _pay(order)
    assert _do(secure, order.id)
    found = seen(order)
    assert (found.status, found.payment_state) == (OrderStatus.CONFIRMED, PaymentState.PAID)
    assert (found.paid.minor, found.owed.minor, found.expires_at) == (TOTAL, 0, None)
    assert _kinds(order) == ["received", "secured", "confirmed"]
    assert not _do(secure, order.id), "the second time changes nothing"
    assert _kinds(order) == ["received", "secured", "confirmed"]


def test_what_is_assured_without_money_waits_for_a_person() -> None:
    order = _placed(payment=TRANSFER)
    _do(secure, order.id, actor="ann")
    assert seen(order).status is OrderStatus.PLACED
    _do(confirm, order.id, "ann", "called")
    told = queries.timeline(order.id)[0]
    assert (told.kind, told.actor, told.note) == ("confirmed", "ann", "called")


@pytest.mark.parametrize("paid", [0, TOTAL])
def test_cancelling_gives_everything_back(paid: int) -> None:
    order = _placed(payment=ONLINE)
    if paid:
        _pay(order, paid)
        _do(secure, order.id)
    assert _left(order) == 4
    _do(cancel, order.id, SHOPPER)
    found = seen(order)
    assert (found.status, found.owed.minor) == (OrderStatus.CANCELLED, 0)
    assert _left(order) == 5
    assert standing(order.id).receivable == -paid
    assert _tasks(order) == ([TaskKind.REFUND] if paid else [])
    with pytest.raises(NotCancellable):
        _do(cancel, order.id, SHOPPER)
    assert _left(order) == 5


def test_a_refund_in_full_ends_the_task_and_is_the_last_word() -> None:
    order = _placed(payment=ONLINE)
    _pay(order)
    _do(secure, order.id)
    _do(cancel, order.id, "ann", "Sold out after all")
    for part in (70_000, 100_000):
        assert _tasks(order) == [TaskKind.REFUND]
        with unit_of_work():
            post_refund(order.id, part, "test", Money(part, "KES"))
            recompute(order.id)
    assert _tasks(order) == []
    assert seen(order).shown is Shown.REFUNDED


def test_money_that_comes_after_the_cancelling_is_to_go_back() -> None:
    order = _placed(payment=ONLINE)
    _do(cancel, order.id, SHOPPER)
    _pay(order)
    assert _tasks(order) == [TaskKind.REFUND]


def test_what_has_left_cannot_be_cancelled() -> None:
    order = _placed(payment=CASH)
    with unit_of_work():
        confirm(order.id, "ann")
        session().execute(update(OrderLine).values(shipped=1))
        recompute(order.id)
        with pytest.raises(NotCancellable):
            cancel(order.id, "ann")
        session().execute(update(OrderLine).values(shipped=0))  # the stock is not ours to move
        recompute(order.id)


def test_an_unpaid_order_expires_at_its_deadline(clock: Hands) -> None:
    order = _placed(payment=ONLINE)
    clock.forward(minutes=34, seconds=59)
    assert not _do(expire, order.id)
    assert queries.due_to_expire() == []
    clock.forward(seconds=1)
    forget_session()
    assert queries.due_to_expire() == [order.id]
    assert _do(expire, order.id)
    assert not _do(expire, order.id)
    assert queries.due_to_expire() == []
    assert (seen(order).status, _left(order)) == (OrderStatus.EXPIRED, 5)
    assert standing(order.id).receivable == 0
    assert _kinds(order) == ["received", "expired"]


def test_what_was_paid_in_part_or_is_looked_at_does_not_expire(clock: Hands) -> None:
    part, held = _placed(payment=ONLINE), _placed(payment=ONLINE)
    _pay(part, 1)
    _do(hold, held.id, HoldReason.REVIEW, TaskKind.REVIEW)
    clock.forward(days=8)
    forget_session()
    assert queries.due_to_expire() == []
    assert not _do(expire, part.id)
    assert not _do(expire, held.id)
    assert [seen(one).status for one in (part, held)] == [OrderStatus.AWAITING_PAYMENT] * 2


def _expired(clock: Hands) -> Placed:
    order = _placed(payment=ONLINE)
    clock.forward(minutes=35)
    _do(expire, order.id)
    return order


def test_a_late_payment_revives_where_there_is_stock(clock: Hands) -> None:
    order = _expired(clock)
    with unit_of_work():
        post_capture(order.id, 1, "test", Money(TOTAL, "KES"))
        assert revive(order.id)
    found = seen(order)
    assert (found.status, found.closed_at) == (OrderStatus.CONFIRMED, None)
    assert _left(order) == 4
    assert standing(order.id).receivable == 0
    assert _kinds(order) == ["received", "expired", "revived", "confirmed"]
    _do(cancel, order.id, "ann")
    assert (_left(order), _tasks(order)) == (5, [TaskKind.REFUND])


def test_a_late_payment_without_stock_is_kept_for_a_person(clock: Hands) -> None:
    order = _expired(clock)
    variant = session().scalars(select(OrderLine.variant_id)).one()
    _do(adjust, variant, -5, reason="burnt")
    with unit_of_work():
        post_capture(order.id, 1, "test", Money(TOTAL, "KES"))
        assert not revive(order.id)
        hold(order.id, HoldReason.PAID_WITHOUT_STOCK, TaskKind.STOCK)
        recompute(order.id)
    assert (seen(order).status, seen(order).shown) == (OrderStatus.EXPIRED, Shown.ON_HOLD)
    assert _tasks(order) == [TaskKind.STOCK]
    _do(adjust, variant, 1, reason="found")
    assert _do(revive, order.id)
    found = seen(order)
    assert (found.status, found.hold_reason) == (OrderStatus.CONFIRMED, None)
    assert _tasks(order) == []


def test_only_what_has_expired_can_be_revived() -> None:
    order = _placed(payment=ONLINE)
    with pytest.raises(Conflict), unit_of_work():
        revive(order.id)


def test_a_hold_stops_and_is_lifted() -> None:
    order = _placed(payment=CASH)
    for _time in range(2):
        _do(hold, order.id, HoldReason.REVIEW, TaskKind.REVIEW, "Odd address")
    assert (seen(order).shown, _tasks(order)) == (Shown.ON_HOLD, [TaskKind.REVIEW])
    with pytest.raises(OnHold):
        _do(confirm, order.id, "ann")
    for _time in range(2):
        _do(lift, order.id, "ann")
    _do(confirm, order.id, "ann")
    assert _kinds(order) == ["placed", "held", "lifted", "confirmed"]
    _do(tasks.close_tasks, order.id, TaskKind.REVIEW)
    assert _tasks(order) == []


def test_what_is_paid_and_on_hold_is_not_confirmed_by_rule() -> None:
    order = _placed(payment=ONLINE)
    _do(hold, order.id, HoldReason.REVIEW)
    _pay(order)
    _do(secure, order.id)
    assert seen(order).status is OrderStatus.PLACED
    with unit_of_work():
        lift(order.id)
        by_rule(locked(order.id))
    assert seen(order).status is OrderStatus.CONFIRMED


def test_the_rest_of_a_payment_ends_its_hold() -> None:
    order = _placed(payment=TRANSFER)
    _pay(order, 100_000)
    _do(hold, order.id, HoldReason.UNDERPAID, TaskKind.REVIEW)
    assert (seen(order).payment_state, seen(order).owed.minor) == ("partly_paid", 70_000)
    _pay(order, 70_000, attempt=2)
    _do(secure, order.id)
    assert (seen(order).status, seen(order).hold_reason) == (OrderStatus.CONFIRMED, None)
    assert _tasks(order) == []


def test_another_method_has_another_deadline_and_its_own_rounding(clock: Hands) -> None:
    terms = Terms("KES", inclusive=True, rates={}, delivery_fee=Money(25_020, "KES"))
    order = _placed(payment=ONLINE, terms=terms)
    assert seen(order).totals.total.minor == 170_020
    clock.forward(minutes=10)
    _do(change_method, order.id, TRANSFER, step=100)
    found = seen(order)
    assert (found.payment_method, found.status) == ("transfer", OrderStatus.AWAITING_PAYMENT)
    assert (found.totals.rounding.minor, found.totals.total.minor) == (-20, 170_000)
    assert found.expires_at is not None
    assert (found.expires_at - clock.now).days == 3
    assert standing(order.id).receivable == found.owed.minor == 170_000
    _do(change_method, order.id, ONLINE, step=1)
    assert standing(order.id).receivable == 170_020
    _do(cancel, order.id, SHOPPER)
    assert standing(order.id).receivable == 0
    assert _kinds(order) == ["received", "method_changed", "method_changed", "cancelled"]


def test_cash_on_delivery_instead_places_at_once() -> None:
    order = _placed(payment=ONLINE)
    _do(change_method, order.id, CASH)
    found = seen(order)
    assert (found.status, found.payment_state) == (OrderStatus.PLACED, PaymentState.COLLECT)
    assert found.expires_at is None
    with pytest.raises(NotPayable):
        _do(change_method, order.id, ONLINE)


def test_what_is_paid_keeps_its_method() -> None:
    order = _placed(payment=ONLINE)
    _pay(order, 1)
    with pytest.raises(AlreadyPaid):
        _do(change_method, order.id, CASH)


def test_notes_are_for_the_buyer_or_for_the_shop() -> None:
    order = _placed()
    _do(annotate, order.id, NoteKind.INTERNAL, "Calls twice\0", "ann")
    _do(annotate, order.id, NoteKind.CUSTOMER, "It comes on Tuesday", "ann")
    assert [note.text for note in queries.notes(order.id, NoteKind.INTERNAL)] == ["Calls twice"]
    told = queries.notes(order.id, NoteKind.CUSTOMER)
    assert [(note.text, note.actor) for note in told] == [("It comes on Tuesday", "ann")]
    for words in ("", " \n", "x" * 2001):
        with pytest.raises(Invalid):
            _do(annotate, order.id, NoteKind.INTERNAL, words)


def test_an_order_that_is_not_there() -> None:
    with pytest.raises(NotFound):
        _do(secure, 4711)
    assert (queries.view(4711), queries.by_public_id("ord_x"), queries.mark("ord_x")) == (
        None, None, None,
    )  # fmt: skip


def test_the_mark_moves_with_whatever_the_page_says() -> None:
    order = _placed(payment=ONLINE)

    def mark() -> str | None:
        forget_session()
        return queries.mark(order.public_id)

    marks = [mark()]
    assert mark() == marks[0]
    for verb, arguments in (
        (hold, (order.id, HoldReason.REVIEW)),
        (annotate, (order.id, NoteKind.CUSTOMER, "Hello")),
        (lift, (order.id,)),
        (change_method, (order.id, TRANSFER)),
        (cancel, (order.id,)),
    ):
        _do(verb, *arguments)
        marks.append(mark())
    assert len(set(marks)) == len(marks)
