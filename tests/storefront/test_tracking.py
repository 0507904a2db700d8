"""Finding an order again: the right pair leads to it, everything else gets one answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.domain.orders import links
from shop.domain.orders.draft import Contact, Recipient
from shop.domain.orders.queries import Placed
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import goods, placed
from tests.storefront.reading import Page
from tests.support.counting import Counted
from tests.support.hands import Hands

SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _noon(database: object, clock: Hands) -> None:
    """Stop the clock at noon."""


def _placed(**more: object) -> Placed:
    with unit_of_work():
        return placed([(goods(5), 1)], **more)


def _track(client: FlaskClient, number: str, contact: str, **options: object) -> TestResponse:
    options.setdefault("headers", SAME)
    return client.post("/track", data={"number": number, "contact": contact}, **options)


@pytest.mark.parametrize(
    ("number", "contact"),
    [
        ("D-20261120-0001", "0700 000 012"),
        (" d–20261120–0001 ", "+254 700-000.012"),
        ("#D-20261120-0001", "254700000012"),
        ("D 20261120 0001", "0700000013"),
        ("D-20261120-0001", "ASHA@example.com"),
    ],
)
def test_number_and_contact_lead_to_the_order(
    client: FlaskClient, number: str, contact: str
) -> None:
    order = _placed(recipient=Recipient("Juma", "+254700000013"))
    answer = _track(client, number, contact)
    assert answer.status_code == 303
    assert answer.headers["Location"] == links.order_path(order.public_id)


@pytest.mark.parametrize(
    ("number", "contact"),
    [
        ("D-20261120-0001", "0700 000 099"),
        ("D-20261120-9999", "0700 000 012"),
        ("D-20261120-0001", "asha@example.co"),
        ("D-20261120-0001", "a" * 5000),
        ("\0'; --", "\0"),
        ("D-20261120-0002", "x@example.com"),
    ],
)
def test_whatever_is_wrong_gets_the_same_answer(
    client: FlaskClient, number: str, contact: str
) -> None:
    _placed()
    _placed(contact=Contact("+254700000012", "Ben"))  # without an e-mail address
    wrong = _track(client, number, contact)
    assert wrong.status_code == 422
    page = Page(wrong.text)
    assert page.one("title").text.startswith("Error: ")
    assert "We found no order with this number and contact." in page.one("div", id="problem").text
    assert "Location" not in wrong.headers


def test_empty_fields_are_named(client: FlaskClient) -> None:
    page = Page(_track(client, " ", "").text)
    assert [one["href"] for one in page.all("a") if one["href"].startswith("#")][-2:] == [
        "#number", "#contact",
    ]  # fmt: skip
    assert page.one("input", id="number")["aria-invalid"] == "true"


def test_an_unknown_order_costs_the_same_work(
    client: FlaskClient, query_counter: Callable[[], AbstractContextManager[Counted]]
) -> None:
    _placed()
    _track(client, "D-1", "0700 000 012")  # what a process remembers is asked once
    asked = []
    for number, contact in (("D-20261120-0001", "0700 000 099"), ("D-1", "0700 000 012")):
        with query_counter() as counted:
            _track(client, number, contact)
        asked.append(counted.statements)
    assert asked[0] == asked[1]


def test_tries_are_limited(client: FlaskClient, app: Flask) -> None:
    """From an address of its own: whoever counts in this process counts for all tests."""
    here = {"REMOTE_ADDR": "127.8.8.8"}

    def tried(visitor: FlaskClient) -> int:
        return _track(visitor, "D-1", "0700 000 012", environ_overrides=here).status_code

    assert [tried(client) for _try in range(12)] == [422] * 11 + [429], "the first has no session"
    assert [tried(app.test_client()) for _try in range(100)].count(429) >= 10
    other = {"REMOTE_ADDR": "127.9.9.9"}
    assert _track(app.test_client(), "D-1", "x", environ_overrides=other).status_code == 422
