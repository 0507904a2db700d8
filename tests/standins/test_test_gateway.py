"""The pretended bank: its page, its file, and its calls over real HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.config import ROOT
from shop.domain.inventory import actions
from shop.domain.orders.models import OrderLine
from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import HoldReason, OrderStatus
from shop.domain.payments import queries
from shop.domain.payments.models import GatewayEvent
from shop.jobs import payments as jobs
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from shop.standins.test_gateway.bank import Act, Bank, State, bank_in, the_bank
from shop.standins.test_gateway.courier import Address, Courier, over_http
from shop.standins.test_gateway.file import BankFile
from shop.standins.test_gateway.pages import address_of
from tests.factories.memory import forget_session
from tests.factories.payments import begun, order_row, violations
from tests.support.databases import TestDatabase
from tests.support.hands import Hands

OWN = {"Sec-Fetch-Site": "same-origin"}
ASKED = {
    "payment_id": "pay_1", "minor": 100, "currency": "KES", "description": "Order",
    "return_url": "http://localhost:8000/back", "cancel_url": "http://localhost:8000/away",
    "expires_at": 1_795_000_000.0,
}  # fmt: skip


@pytest.fixture
def bank(app: Flask, database: TestDatabase, clock: Hands) -> Bank:
    """Return the bank of this shop, without what other tests left there."""
    bank = the_bank()
    with bank.file.transaction() as line:
        for table in ("sessions", "refunds", "calls"):
            line.execute(f"DELETE FROM {table}")
    return bank


@pytest.fixture
def due(app: Flask, bank: Bank, live_server: str) -> Callable[[], int]:
    """Return what makes the calls that are due, to the shop on a real port."""
    port = int(live_server.rpartition(":")[2])
    post = over_http(Address("127.0.0.1", port, "localhost"))
    return Courier(bank, post).deliver_due


@pytest.fixture
def order(bank: Bank) -> Placed:
    """Return an order whose payment was begun at the bank."""
    return begun()[0]


def _act(client: FlaskClient, order: Placed, act: str) -> str:
    page = queries.attempts(order.id)[0].continue_url or ""
    answer = client.post(page, data={"act": act}, headers=OWN)
    assert answer.status_code == 303
    return answer.headers["Location"]


def _heard() -> int:
    """Process what came in, as the worker does; return how many events there are."""
    forget_session()
    numbers = list(session().scalars(select(GatewayEvent.id).order_by(GatewayEvent.id)))
    for number in numbers:
        jobs.process_event(number)
    return len(numbers)


def test_the_page_says_that_it_is_a_test(client: FlaskClient, order: Placed) -> None:
    page = queries.attempts(order.id)[0].continue_url or ""
    answer = client.get(page)
    assert answer.status_code == 200
    assert "no money moves" in answer.text
    for act in Act:
        assert f'value="{act}"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    client.set_cookie("duka_language", "fr")
    assert 'lang="fr"' in client.get(page).text
    assert client.get("/test-gateway/tst_unknown").status_code == 404


def test_approval_reaches_the_order_by_a_signed_call(
    client: FlaskClient, order: Placed, due: Callable[[], int]
) -> None:
    assert _act(client, order, "approve") == "/orders/x/return"
    assert due() == 1
    assert due() == 0
    assert _heard() == 1
    assert order_row(order).status == OrderStatus.CONFIRMED
    assert violations() == []


def test_a_refusal_reaches_the_order(
    client: FlaskClient, order: Placed, due: Callable[[], int]
) -> None:
    assert _act(client, order, "decline") == "/orders/x/return"
    due()
    _heard()
    assert order_row(order).status == OrderStatus.AWAITING_PAYMENT
    assert queries.attempts(order.id)[0].failure == "The test bank refused the payment."


def test_calling_back_twice_pays_once(
    client: FlaskClient, order: Placed, due: Callable[[], int]
) -> None:
    _act(client, order, "twice")
    assert due() == 3
    assert _heard() == 2  # one of the three was the same event again
    assert order_row(order).paid_minor == order_row(order).total_minor
    assert violations() == []


def test_a_lost_call_is_made_again(
    client: FlaskClient, order: Placed, due: Callable[[], int], clock: Hands
) -> None:
    onward = _act(client, order, "lose")
    assert onward.startswith("/test-gateway/")  # the browser is not led back
    assert "has approved" in client.get(onward).text
    assert due() == 0
    clock.forward(seconds=14)
    assert due() == 0
    clock.forward(seconds=2)
    assert due() == 1
    _heard()
    assert order_row(order).status == OrderStatus.CONFIRMED


def test_a_late_approval_revives_the_order(
    client: FlaskClient, order: Placed, due: Callable[[], int], clock: Hands
) -> None:
    _act(client, order, "late")
    clock.forward(minutes=35)
    assert due() == 0
    assert jobs.expire() == {"due": 1, "expired": 1}
    assert order_row(order).status == OrderStatus.EXPIRED
    clock.forward(seconds=91)
    assert due() == 1
    _heard()
    row = order_row(order)
    assert (row.status, row.hold_reason) == (OrderStatus.CONFIRMED, None)
    assert violations() == []


def test_a_late_approval_without_stock_is_held(
    client: FlaskClient, bank: Bank, due: Callable[[], int], clock: Hands
) -> None:
    order = begun(left=1)[0]
    _act(client, order, "late")
    clock.forward(minutes=36)
    jobs.expire()
    lines = select(OrderLine.variant_id).where(OrderLine.order_id == order.id)
    variant = session().scalars(lines).one()
    with unit_of_work():
        actions.adjust(variant, -1, reason="sold meanwhile")
    clock.forward(minutes=2)
    due()
    _heard()
    assert order_row(order).hold_reason == HoldReason.PAID_WITHOUT_STOCK
    assert violations() == []


def test_calls_wait_while_the_shop_is_away(
    client: FlaskClient, bank: Bank, order: Placed, free_port: int, clock: Hands
) -> None:
    _act(client, order, "approve")
    nobody = Courier(bank, over_http(Address("127.0.0.1", free_port, "localhost")))
    assert nobody.deliver_due() == 0
    heard: list[bytes] = []

    def listening(body: bytes, _headers: dict[str, str]) -> bool:
        heard.append(body)
        return True

    again = Courier(bank, listening)
    assert again.deliver_due() == 0
    clock.forward(seconds=6)
    assert again.deliver_due() == 1
    assert len(heard) == 1


def test_a_thread_calls_until_it_is_told_to_end(bank: Bank, clock: Hands) -> None:
    reference = bank.open("k", {**ASKED, "expires_at": clock.now.timestamp() + 60})
    heard = threading.Event()
    tries = []

    def post(_body: bytes, _headers: dict[str, str]) -> bool:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("a bank never stops calling")
        heard.set()
        return True

    courier = Courier(bank, post)
    before = threading.active_count()
    courier.begin()
    courier.begin()
    assert threading.active_count() == before + 1
    bank.decide(reference, Act.TWICE)
    deadline = monotonic() + 20
    while not heard.is_set() and monotonic() < deadline:
        courier.wake()
        heard.wait(0.05)
    courier.end()
    assert heard.is_set()
    while threading.active_count() > before and monotonic() < deadline:
        sleep(0.01)
    assert threading.active_count() == before


def test_nobody_calls_before_the_bank_was_used(tmp_path: Path) -> None:
    unused = bank_in(tmp_path, "secret")
    assert Courier(unused, lambda _body, _headers: True).deliver_due() == 0
    assert not unused.file.exists()


def test_a_decision_is_made_once(client: FlaskClient, bank: Bank, order: Placed) -> None:
    page = queries.attempts(order.id)[0].continue_url or ""
    _act(client, order, "decline")
    _act(client, order, "approve")
    assert "has refused" in client.get(page).text
    assert client.post(page, data={"act": "rob"}, headers=OWN).status_code == 400
    assert client.post(page, headers=OWN).status_code == 400
    unknown = client.post("/test-gateway/tst_no", data={"act": "approve"}, headers=OWN)
    assert unknown.status_code == 404


def test_a_form_of_elsewhere_decides_nothing(client: FlaskClient, order: Placed) -> None:
    page = queries.attempts(order.id)[0].continue_url or ""
    strange = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(page, data={"act": "approve"}, headers=strange).status_code == 403
    assert "What should the bank do?" in client.get(page).text


def test_each_state_has_its_sentence(client: FlaskClient, bank: Bank, clock: Hands) -> None:
    reference = bank.open("k", ASKED)
    clock.move(clock.now.replace(year=2026, month=11, day=17))
    page = f"/test-gateway/{reference}"
    assert "What should the bank do?" in client.get(page).text
    clock.move(clock.now.replace(year=2027))
    assert "is over" in client.get(page).text
    other = bank.open("l", {**ASKED, "expires_at": clock.now.timestamp() + 60})
    bank.close(other)
    assert "has closed this payment" in client.get(f"/test-gateway/{other}").text
    late = bank.open("m", {**ASKED, "expires_at": clock.now.timestamp() + 60})
    bank.decide(late, Act.LATE)
    assert "after the deadline" in client.get(f"/test-gateway/{late}").text


def test_many_at_once_decide_once(bank: Bank, clock: Hands) -> None:
    reference = bank.open("k", {**ASKED, "expires_at": clock.now.timestamp() + 60})
    with ThreadPoolExecutor(8) as people:
        acts = [Act.APPROVE, Act.DECLINE] * 8
        ends = set(people.map(lambda act: bank.decide(reference, act), acts))
    assert len({end.state for end in ends if end}) == 1
    with bank.file.transaction() as line:
        assert line.execute("SELECT COUNT(*) FROM calls").fetchone()[0] == 1


def test_the_bank_remembers(bank: Bank, clock: Hands) -> None:
    reference = bank.open("k", {**ASKED, "expires_at": clock.now.timestamp() + 60})
    bank.decide(reference, Act.APPROVE)
    again = Bank(BankFile(bank.file.path), bank.key).find(reference)
    assert again is not None
    assert again.state == State.CAPTURED


def test_the_bank_calls_the_shop_where_it_listens(app: Flask) -> None:
    config = replace(app.extensions["config"], host="::", port=8123)
    assert address_of(config) == Address("::1", 8123, "localhost:8000")


_PRODUCTION = """
from shop.config import load_config
from shop.factory import create_app
from shop.domain.payments.ports import gateways
import os, sys
app = create_app(load_config(os.environ))
print(gateways.names(), [str(r) for r in app.url_map.iter_rules() if "test-gateway" in str(r)])
print([name for name in sys.modules if name.startswith("shop.standins")])
"""


def test_nothing_pretended_is_there_where_people_buy(tmp_path: Path) -> None:
    environ = {
        **os.environ,
        "DUKA_ENV": "production",
        "SECRET_KEY": "8b7d1f0c5e2a49d3b6c1f4a7e9d2c5b8",
        "PUBLIC_URL": "https://nyuzi.test",
        "INSTANCE_PATH": str(tmp_path),
        "LOG_LEVEL": "error",
    }
    done = subprocess.run(
        [sys.executable, "-c", _PRODUCTION], cwd=ROOT, env=environ, text=True, check=True,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["['cash', 'transfer'] []", "[]"]
