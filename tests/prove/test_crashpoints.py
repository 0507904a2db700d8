"""Short form of P2: a death at any point of a flow leaves nothing lost and nothing doubled.

Here a flow dies of an error that nobody expects instead of a real kill: what was not committed is
rolled back either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from prove import crash
from prove.deeds import flows, oracle, state, stock
from prove.parts.crashpoints import compare
from shop.demo.ground import lay_ground
from shop.domain.notifications.ports import senders
from shop.domain.orders.actions.place import place
from shop.domain.orders.queries import by_checkout_key
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.mail import Carrier
from tests.factories.memory import forget
from tests.factories.orders import draft
from tests.support.databases import TestDatabase

_ANYTHING = text("SELECT 1")
Act = Callable[[dict[str, Any]], None]


class Death(BaseException):
    """The process dies: no code of the shop expects this."""


def _die() -> None:
    raise Death


@pytest.fixture
def fuse(app: Flask) -> Iterator[crash.Fuse]:
    """Lay a fuse through the test's own process; afterwards it burns no more."""
    laid = crash.arm(app, None, _die)
    yield laid
    laid.take_away()


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    """Take the mails."""
    before = senders.get("email")
    carrier = Carrier()
    senders.register("email", carrier)
    yield carrier
    senders.register("email", before)


class Stage:
    """One flow, begun anew for each death."""

    def __init__(
        self, app: Flask, database: TestDatabase, fuse: crash.Fuse, carrier: Carrier
    ) -> None:
        self._app, self._database, self._fuse, self._carrier = app, database, fuse, carrier

    def left(self, act: Act, payment: str, at: int | None) -> tuple[bool, dict[str, Any]]:
        """Die at a point; return whether that happened, and what is left ten minutes later."""
        ids = self._begin(payment)
        self._carrier.sent.clear()
        self._fuse.touches, self._fuse.at = 0, at
        died = True
        with suppress(Death):
            act(ids)
            flows.drain()
            died = False
        self._fuse.at = None
        session().rollback()
        act(ids)
        flows.drain()
        with clock.stopped_at(clock.now() + timedelta(minutes=10)):
            flows.bank_calls()
            flows.sweep()
            found = state.everything() | {"violations": oracle.violations()}
        found["mailed"] = sorted({str(mail["Message-ID"]) for mail in self._carrier.sent})
        found["mailed"] = [""] * len(found["mailed"])
        return died, found

    def _begin(self, payment: str) -> dict[str, Any]:
        session().rollback()
        session().expunge_all()
        self._database.touch()
        self._database.hold("empty")
        forget(self._app)
        with unit_of_work():
            lay_ground()
        with flows.bank().file.transaction() as line:
            for table in ("sessions", "refunds", "calls"):
                line.execute(f"DELETE FROM {table}")
        variant = int(str(stock.goods(left=5)[0]["variant"]))
        flows.drain()
        return flows.cart(variants=[[variant, 2]], payment=payment)


@pytest.fixture
def stage(app: Flask, database: TestDatabase, fuse: crash.Fuse, carrier: Carrier) -> Stage:
    """Return where flows die."""
    return Stage(app, database, fuse, carrier)


@pytest.mark.parametrize(
    ("act", "payment", "stride"),
    [(flows.do_place, "cash", 11), (flows.do_pay, "test", 29)],
    ids=["place", "pay"],
)
def test_whatever_dies_is_made_good(stage: Stage, act: Act, payment: str, stride: int) -> None:
    _died, expected = stage.left(act, payment, None)
    assert expected["violations"] == []
    point, died, deaths = 2, True, 0
    while died:
        died, found = stage.left(act, payment, point)
        assert compare(expected, found).words == "", f"at point {point}"
        point, deaths = point + stride, deaths + died
    assert deaths >= 3


def test_without_the_outbox_a_death_loses_the_mail(
    stage: Stage, fuse: crash.Fuse, carrier: Carrier
) -> None:
    """The twin: who mails after the commit instead of with it, and repeats nothing that is done."""
    between: list[int] = []

    def careless(ids: dict[str, Any]) -> None:
        if by_checkout_key(ids["key"]):
            return
        with unit_of_work():
            made = place(draft(checkout_key=ids["key"]))
        between.append(fuse.touches + 1)
        session().execute(_ANYTHING)  # such as a look at the order, to write the mail
        carrier.sent.append({"Message-ID": f"<{made.number}>"})  # type: ignore[arg-type]  # its one header

    _died, expected = stage.left(careless, "cash", None)
    _died, found = stage.left(careless, "cash", between[0])
    assert compare(expected, found).lost == 1
