"""Each test begins with empty tables and an empty memory; mails are carried in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from shop.domain.notifications.ports import senders
from shop.domain.settings import actions as settings
from shop.jobs import runtime
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.fixtures import closed, fresh
from tests.factories.mail import Carrier
from tests.support.hands import Hands

__all__ = ["closed", "fresh"]
Settle = Callable[[], None]


@pytest.fixture
def carrier(app: Flask, database: object) -> Iterator[Carrier]:
    """Let the mails of the shop Nyuzi be carried in memory."""
    with unit_of_work():
        settings.change(
            {"name": "Nyuzi", "email": "nyuzi@example.com", "address": "Biashara Street"}
        )
    before = senders.get("email")
    made = Carrier()
    senders.register("email", made)
    yield made
    senders.register("email", before)


@pytest.fixture
def settle(clock: Hands) -> Settle:
    """Return what lets everything follow that was announced."""

    def run_all() -> None:
        session().rollback()
        while True:
            clock.forward(seconds=11)
            if not runtime.sweep()["run"]:
                return

    return run_all
