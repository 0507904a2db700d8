"""Pages are looked at in the small seeded shop, the office's as its owner sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.domain.orders import links
from shop.domain.staff.actions import members, sessions
from shop.domain.staff.roles import Template
from shop.kernel.unit_of_work import unit_of_work
from shop.web.staff_session import OFFICE, cookie_name
from tests.factories.checkout import selling, shopper, variant
from tests.factories.fixtures import closed, seeded
from tests.factories.orders import TRANSFER, placed
from tests.support.databases import TestDatabase

__all__ = ["closed", "seeded"]
Look = Callable[..., TestResponse]
CHECKOUT, CART, ORDER = "/checkout", "/cart", "/orders/{order}"


def visitor_of(path: str) -> str:
    """Return the fixture that may see a page."""
    if path.startswith(OFFICE) and not path.startswith(f"{OFFICE}/sign-in"):
        return "owner"
    if path.startswith(ORDER):
        return "holder"
    return "buyer" if path.startswith((CHECKOUT, CART)) else "client"


@pytest.fixture
def owner(app: Flask, database: TestDatabase) -> FlaskClient:
    """Return the browser of an owner who is signed in."""
    new = members.NewMember(
        email="owner@example.com",
        name="Asha",
        password="one long sentence of four words",
        role=Template.OWNER,
    )
    with unit_of_work():
        secret = sessions.begin(members.create(new), "127.0.0.1", "tests")
    client = app.test_client()
    client.set_cookie(cookie_name(app), secret, path=OFFICE)
    return client


@pytest.fixture
def buyer(app: Flask, database: TestDatabase) -> FlaskClient:
    """Return the browser of somebody who has come as far as the last page of the checkout."""
    selling()
    guest = shopper(app, [(variant("ring-throw"), 1), (variant("kitenge-indigo"), 150)])
    guest.arrive()
    return guest.client


@pytest.fixture
def order_path(app: Flask, database: TestDatabase) -> str:
    """Return the address of an order that awaits a transfer."""
    with unit_of_work():
        return links.order_path(placed(payment=TRANSFER).public_id)


@pytest.fixture
def holder(client: FlaskClient, order_path: str) -> FlaskClient:
    """Return the browser of somebody who has the link of that order."""
    return client


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Look:
    """Return what fetches a page: as the owner, a buyer or a stranger, as the page wants."""

    def fetch(path: str, **options: object) -> TestResponse:
        visitor: FlaskClient = request.getfixturevalue(visitor_of(path))
        if path.startswith(ORDER):
            path = path.replace(ORDER, request.getfixturevalue("order_path"))
        return visitor.get(path, **options)

    return fetch
