"""Money that no gateway reports: staff say so, once, and only the right sum unless they mean it."""

from __future__ import annotations

from typing import Any

import pytest

from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import HoldReason, OrderStatus, PaymentState
from shop.domain.payments import queries
from shop.domain.payments.actions.confirm import confirm
from shop.domain.payments.errors import NothingOwed, ReferenceTaken, UnknownOrder, WrongSum
from shop.jobs import payments as jobs
from shop.kernel.errors import Invalid
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import CASH, ONLINE, TRANSFER, placed
from tests.factories.payments import FakeGateway, order_row, violations
from tests.support.hands import Hands


def _placed(**more: Any) -> Placed:
    with unit_of_work():
        return placed(**more)


def _confirm(
    order: Placed, reference: str = "TT-1", amount: int | None = None, *, difference: bool = False
) -> int:
    money = None if amount is None else Money(amount, "KES")
    with unit_of_work():
        return confirm(order.number.lower(), reference, money, "asha", difference=difference)


def test_a_transfer_is_confirmed_by_its_reference(bank: FakeGateway) -> None:
    order = _placed(payment=TRANSFER)
    payment = _confirm(order)
    row = order_row(order)
    assert (row.status, row.payment_state) == (OrderStatus.CONFIRMED, PaymentState.PAID)
    attempt = queries.by_id(payment)
    assert (attempt.reference, attempt.gateway) == ("TT-1", "transfer")
    assert violations() == []


def test_the_same_reference_again_changes_nothing(bank: FakeGateway) -> None:
    order = _placed(payment=TRANSFER)
    first = _confirm(order)
    assert _confirm(order) == first
    assert _confirm(order, amount=order_row(order).total_minor) == first
    with pytest.raises(ReferenceTaken):
        _confirm(order, amount=1)
    with pytest.raises(ReferenceTaken):
        _confirm(_placed(payment=TRANSFER))
    with pytest.raises(NothingOwed):
        _confirm(order, "TT-2")
    assert violations() == []


def test_wrong_sums_are_refused_unless_meant(bank: FakeGateway) -> None:
    order = _placed(payment=TRANSFER)
    total = order_row(order).total_minor
    for wrong in (total - 1, total + 1, 0, -5):
        with pytest.raises(WrongSum):
            _confirm(order, amount=wrong)
    assert queries.attempts(order.id) == ()
    _confirm(order, amount=total - 1, difference=True)
    assert order_row(order).hold_reason == HoldReason.UNDERPAID
    _confirm(order, "TT-2", amount=1)
    row = order_row(order)
    assert (row.status, row.hold_reason) == (OrderStatus.CONFIRMED, None)
    assert violations() == []


def test_cash_at_the_door(bank: FakeGateway) -> None:
    order = _placed(payment=CASH)
    assert order_row(order).payment_state == PaymentState.COLLECT
    _confirm(order, "R-77")
    assert order_row(order).payment_state == PaymentState.PAID
    assert violations() == []


def test_a_late_transfer_revives_its_order(bank: FakeGateway, clock: Hands) -> None:
    order = _placed(payment=TRANSFER)
    clock.forward(days=4)
    jobs.expire()
    assert order_row(order).status == OrderStatus.EXPIRED
    _confirm(order)
    assert order_row(order).status == OrderStatus.CONFIRMED
    assert violations() == []


def test_what_a_gateway_reports_is_not_typed_in(bank: FakeGateway) -> None:
    with pytest.raises(Invalid, match="reports the payment itself"):
        _confirm(_placed(payment=ONLINE))


def test_unknown_orders_and_empty_references(bank: FakeGateway) -> None:
    with pytest.raises(UnknownOrder), unit_of_work():
        confirm("D-20261120-9999", "TT", None, "asha")
    order = _placed(payment=TRANSFER)
    for reference in ("", "  ", "x" * 121):
        with pytest.raises(Invalid, match="reference"):
            _confirm(order, reference)
