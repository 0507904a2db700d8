"""`flask orders …`: what a person without a back office types."""

from __future__ import annotations

import json

import pytest
from click.testing import Result
from flask import Flask

from shop.domain.orders import queries
from shop.domain.orders.actions.hold import hold
from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import HoldReason, NoteKind, OrderStatus
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.orders import ONLINE, goods, placed, seen
from tests.support.hands import Hands

NB = "\N{NO-BREAK SPACE}"


@pytest.fixture
def order(database: object, clock: Hands) -> Placed:
    """Return an order to be paid for when it is handed over."""
    with unit_of_work():
        return placed([(goods(5, name={"en": "Ring throw"}, sku="NY-1"), 2)])


def _flask(app: Flask, *words: str) -> Result:
    forget_session()
    done = app.test_cli_runner().invoke(args=["orders", *words])
    forget_session()
    return done


def test_the_newest_come_first(app: Flask, order: Placed) -> None:
    with unit_of_work():
        placed(payment=ONLINE)
    lines = [json.loads(line) for line in _flask(app, "list").output.splitlines()]
    assert [(line["number"], line["status"]) for line in lines] == [
        ("D-20261120-0002", "awaiting_payment"), ("D-20261120-0001", "placed"),
    ]  # fmt: skip
    assert lines[1] == {
        "number": "D-20261120-0001", "shown": "pending", "status": "placed", "payment": "collect",
        "total": 315_000, "currency": "KES", "name": "Asha Mwangi",
        "placed_at": "2026-11-20T12:00:00+00:00",
    }  # fmt: skip
    assert len(_flask(app, "list", "--limit", "1").output.splitlines()) == 1


def test_one_order_is_shown_with_its_history_and_notes(app: Flask, order: Placed) -> None:
    _flask(app, "note", order.number, "Calls twice")
    _flask(app, "note", order.number, "It comes on Tuesday", "--to-buyer")
    with unit_of_work():
        hold(order.id, HoldReason.REVIEW, note="Odd address")
    said = _flask(app, "show", order.number.lower()).output
    for words in (
        "D-20261120-0001  On hold  placed, collect", "on hold: review",
        "Asha Mwangi, +254700000012",
        f"2 × NY-1 Ring throw: KSh{NB}2,900", f"total KSh{NB}3,150 by cash",
        "2026-11-20 12:00 placed by customer", "held by system Odd address",
        "internal note by command line: Calls twice", "customer note by command line: It comes",
    ):  # fmt: skip
        assert words in said, words


def test_an_order_is_confirmed_noted_and_cancelled(app: Flask, order: Placed) -> None:
    done = _flask(app, "confirm", order.number, "--note", "called")
    assert (done.exit_code, done.output) == (0, f"{order.number}: confirmed\n")
    again = _flask(app, "confirm", order.number)
    assert again.exit_code == 1
    assert "cannot go from" in again.output
    assert _flask(app, "cancel", order.number).exit_code == 2, "a reason is asked for"
    done = _flask(app, "cancel", order.number, "--reason", "The dye ran.")
    assert (done.exit_code, done.output) == (0, f"{order.number}: cancelled\n")
    assert seen(order).status is OrderStatus.CANCELLED
    told = [(entry.kind, entry.actor, entry.note) for entry in queries.timeline(order.id)]
    assert told[:2] == [
        ("cancelled", "command line", "The dye ran."), ("confirmed", "command line", "called"),
    ]  # fmt: skip
    assert queries.notes(order.id, NoteKind.INTERNAL) == ()


def test_a_hold_is_lifted(app: Flask, order: Placed) -> None:
    with unit_of_work():
        hold(order.id, HoldReason.REVIEW)
    assert _flask(app, "confirm", order.number).exit_code == 1
    assert _flask(app, "lift", order.number, "--note", "asked her").exit_code == 0
    assert _flask(app, "confirm", order.number).exit_code == 0


@pytest.mark.parametrize("command", [("show",), ("confirm",), ("lift",), ("cancel", "--reason=x")])
def test_a_number_that_nobody_has(app: Flask, database: object, command: tuple[str, ...]) -> None:
    done = _flask(app, *command, "D-1")
    assert done.exit_code == 1
    assert "No order has the number D-1." in done.output
