"""A code that several browsers show at the same moment opens for one of them."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from shop.domain.staff import flows, queries
from shop.domain.staff.actions import factors
from shop.domain.staff.errors import BadCode
from shop.domain.staff.statuses import Proof
from shop.kernel.db import db
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.staff import code, member, session_of
from tests.support.databases import TestDatabase
from tests.support.hands import Hands

HANDS = 4


@pytest.mark.parametrize("kind", ["clock", "backup"])
def test_a_code_shown_at_once_opens_once(
    app: Flask, database: TestDatabase, clock: Hands, kind: str
) -> None:
    number = member()
    with unit_of_work():
        shown = factors.renew_backup_codes(number)[0]
    if kind == "clock":
        shown = code(clock.now)
    secrets = [session_of(number, Proof.PASSWORD) for _ in range(HANDS)]
    start, opened = threading.Barrier(HANDS), []

    def act(secret: str) -> None:
        with app.app_context():
            somebody = queries.signed_in(secret)
            assert somebody
            start.wait(10)
            try:
                opened.append(flows.show_factor(somebody, shown, address="", user_agent=""))
            except BadCode:
                pass
            finally:
                db.session.remove()

    hands = [threading.Thread(target=act, args=(secret,)) for secret in secrets]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(30)
    assert len(opened) == 1
