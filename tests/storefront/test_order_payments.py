"""Paying from the order's page: now, again, another way; the browser's return proves nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.domain.orders import links
from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import OrderStatus
from shop.domain.payments import queries as payments
from shop.domain.payments.ports import FactState
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.orders import ONLINE, TRANSFER, goods, placed, seen
from tests.factories.payments import FakeGateway, offered, plugged, said, violations
from tests.storefront.reading import Page
from tests.support.hands import Hands

SAME = {"Sec-Fetch-Site": "same-origin"}
DUE = Money(170_000, "KES")


@pytest.fixture
def bank(database: object, clock: Hands) -> Iterator[FakeGateway]:
    """Return the gateway in memory; the shop offers cash, transfer and its method."""
    with unit_of_work():
        for code in ("cash", "transfer", "test"):
            offered(code)
    with plugged(fake := FakeGateway()):
        yield fake


def _order(**more: object) -> Placed:
    with unit_of_work():
        return placed([(goods(5), 1)], **({"payment": ONLINE} | more))


def _pay(client: FlaskClient, order: Placed, method: str | None = None) -> TestResponse:
    data = {"method": method} if method else {}
    path = f"{links.order_path(order.public_id)}/payments"
    return client.post(path, data=data, headers=SAME)


def _page(client: FlaskClient, order: Placed) -> Page:
    return Page(client.get(links.order_path(order.public_id)).text)


def _reference(order: Placed) -> str:
    forget_session()
    return payments.attempts(order.id)[0].reference or ""


def _back(client: FlaskClient, order: Placed) -> None:
    path = links.order_path(order.public_id)
    answer = client.get(f"{path}/return?payment=whatever&status=paid")
    assert (answer.status_code, answer.headers["Location"]) == (303, path)


def _buttons(page: Page) -> list[str]:
    form = page.all("form", data_form="order-pay")
    return [one.text for one in page.all("button", name="method")] if form else []


def test_pay_now_leads_to_the_gateway_and_back(client: FlaskClient, bank: FakeGateway) -> None:
    order = _order()
    assert _buttons(_page(client, order))[0].startswith("Pay KSh")
    answer = _pay(client, order)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/pay/{_reference(order)}")
    again = _pay(client, order)
    assert again.headers["Location"] == answer.headers["Location"], "a double click pays once"
    _back(client, order)
    assert (
        "We wait for your payment" in _page(client, order).one("section", class_="panel-next").text
    )
    assert seen(order).status is OrderStatus.AWAITING_PAYMENT, "coming back proves nothing"
    bank.pay(_reference(order), DUE)
    _back(client, order)
    assert seen(order).status is OrderStatus.CONFIRMED
    page = _page(client, order)
    assert _buttons(page) == []
    assert "Paid" in page.one("p", class_="order-badges").text
    assert violations() == []


def test_a_refused_payment_is_tried_again(client: FlaskClient, bank: FakeGateway) -> None:
    order = _order()
    _pay(client, order)
    first = _reference(order)
    bank.facts[first] = said(first, FactState.FAILED, "The card was refused by the bank.")
    _back(client, order)
    page = _page(client, order)
    step = page.one("section", class_="panel-bad").text
    assert "The payment did not work" in step
    assert "The card was refused by the bank." in step
    assert _buttons(page)[0] == "Try again"
    _pay(client, order)
    assert _reference(order) != first
    bank.pay(_reference(order), DUE)
    _back(client, order)
    assert seen(order).status is OrderStatus.CONFIRMED


def test_another_way_is_chosen(client: FlaskClient, bank: FakeGateway) -> None:
    order = _order()
    _pay(client, order)
    first = _reference(order)
    assert _buttons(_page(client, order)) == ["Go on paying", "Cash on delivery", "Bank transfer"]
    answer = _pay(client, order, "transfer")
    assert answer.headers["Location"] == links.order_path(order.public_id)
    assert ("close", first) in bank.calls
    page = _page(client, order)
    reference = page.one("p", class_="order-reference").text
    assert order.number in reference
    assert len(_buttons(page)) == 2
    _pay(client, order, "cash")
    assert (seen(order).status, seen(order).payment_method) == (OrderStatus.PLACED, "cash")
    assert "Have this amount ready" in _page(client, order).one("section", class_="panel-next").text
    assert violations() == []


def test_a_method_that_is_not_offered_changes_nothing(
    client: FlaskClient, bank: FakeGateway
) -> None:
    order = _order()
    for method in ("gold", "stripe", "x" * 1000, "\0"):
        answer = _pay(client, order, method)
        assert answer.status_code == 422
        assert "choose another" in answer.text
    assert seen(order).payment_method == "test"


def test_a_gateway_that_is_away_leaves_the_choice(client: FlaskClient, bank: FakeGateway) -> None:
    order = _order()
    bank.away = True
    answer = _pay(client, order)
    assert answer.headers["Location"] == links.order_path(order.public_id)
    assert _buttons(_page(client, order))[0].startswith("Pay KSh")
    _back(client, order)
    bank.away = False
    assert _pay(client, order).headers["Location"].startswith("/pay/")


def test_who_has_paid_meanwhile_changes_nothing(client: FlaskClient, bank: FakeGateway) -> None:
    order = _order()
    _pay(client, order)
    bank.pay(_reference(order), DUE)
    answer = _pay(client, order, "cash")
    assert answer.headers["Location"] == links.order_path(order.public_id)
    found = seen(order)
    assert (found.status, found.payment_method) == (OrderStatus.CONFIRMED, "test")
    assert violations() == []


def test_cancelling_closes_what_was_begun(client: FlaskClient, bank: FakeGateway) -> None:
    order = _order()
    _pay(client, order)
    client.post(f"{links.order_path(order.public_id)}/cancellation", headers=SAME)
    assert seen(order).status is OrderStatus.CANCELLED
    assert ("close", _reference(order)) in bank.calls
    assert payments.open_attempt(order.id) is None
    assert _pay(client, order).headers["Location"] == links.order_path(order.public_id)
    assert violations() == []


def test_a_transfer_tells_bank_amount_and_reference(client: FlaskClient, bank: FakeGateway) -> None:
    order = _order(payment=TRANSFER)
    page = _page(client, order)
    assert order.number in page.one("p", class_="order-reference").text
    assert "1,700" in page.one("p", class_="order-amount").text
    assert "Monday 23 Nov, 15:00" in page.one("section", class_="panel-next").text
    assert page.one("button", data_copy=order.number)
