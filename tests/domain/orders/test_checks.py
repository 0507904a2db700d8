"""Each invariant notices what it is there for."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import text

from shop.domain.ops import checks
from shop.domain.orders.checks import CHECKS
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import ONLINE, goods, placed


class _Undo(Exception):
    """Takes back what a test broke."""


BROKEN = {
    "O1": "UPDATE orders SET number = 'ord_x' WHERE id = 1",
    "O4": "UPDATE orders SET total_minor = total_minor + 1 WHERE id = 1",
    "O4b": "UPDATE order_lines SET subtotal_minor = subtotal_minor + 1 WHERE order_id = 1",
    "O4c": "UPDATE order_lines SET net_minor = net_minor - 1 WHERE order_id = 1",
    "O6": "UPDATE orders SET status = 'confirmed' WHERE id = 1",
    "O6b": "INSERT INTO order_events (order_id, kind, from_status, to_status, actor, at, note,"
    " data) VALUES (1, 'placed', 'expired', 'placed', 'x', '2026-11-20', '', '{}')",
    "S6": "UPDATE order_lines SET quantity = quantity + 1 WHERE order_id = 1",
    "O8": "UPDATE orders SET status = 'cancelled', paid_minor = 1 WHERE id = 1",
    "O9": "UPDATE order_lines SET shipped = 1 WHERE order_id = 1",
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_row_is_found(code: str) -> None:
    with unit_of_work():
        variant = goods(9)
        first, _second = placed([(variant, 2)]), placed([(variant, 1)], payment=ONLINE)
        assert first.id == 1
    assert checks.run(CHECKS) == []
    with suppress(_Undo), unit_of_work() as current:
        current.execute(text(BROKEN[code]))
        found = {one.check.code: one.examples for one in checks.run(CHECKS)}
        assert found.get(code) == ["1"], found
        raise _Undo
    assert checks.run(CHECKS) == []


def test_the_keys_themselves_are_unique() -> None:
    """O2 watches what two unique keys already refuse, so only its reading is tried."""
    with unit_of_work():
        placed()
    assert checks.run([check for check in CHECKS if check.code == "O2"]) == []
    assert {check.code for check in CHECKS} == {*BROKEN, "O2"}
