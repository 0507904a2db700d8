"""Pages are looked at in the small seeded shop, the office's as its owner sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.domain.orders import links
from shop.domain.staff import queries
from shop.domain.staff.actions import invitations, members, sessions
from shop.domain.staff.roles import Template
from shop.domain.staff.statuses import Proof
from shop.kernel.unit_of_work import unit_of_work
from shop.web.staff_session import OFFICE, cookie_name
from tests.factories.checkout import selling, shopper, variant
from tests.factories.fixtures import closed, seeded
from tests.factories.orders import TRANSFER, placed
from tests.factories.staff import SEED, member, session_of
from tests.support.databases import TestDatabase

__all__ = ["closed", "seeded"]
Look = Callable[..., TestResponse]
JOIN, OWNER = "/admin/join/{link}", "{owner}"
CHECKOUT, CART, ORDER = "/checkout", "/cart", "/orders/{order}"


def visitor_of(path: str) -> str:
    """Return the fixture that may see a page."""
    if "?half" in path:
        return "halfway"
    if path.startswith(JOIN):
        return "joiner"
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
        seed=SEED,
    )
    with unit_of_work():
        secret = sessions.begin(members.create(new), "127.0.0.1", "tests", proof=Proof.FACTOR)
    client = app.test_client()
    client.set_cookie(cookie_name(app), secret, path=OFFICE)
    return client


@pytest.fixture
def join_path(app: Flask, database: TestDatabase) -> str:
    """Return the address by which somebody joins."""
    new = members.NewMember(email="new@example.com", name="Juma", role=Template.VIEWER)
    with unit_of_work():
        return f"/admin/join/{invitations.issue(members.create(new))}"


@pytest.fixture
def joiner(client: FlaskClient, join_path: str) -> FlaskClient:
    """Return the browser of somebody who has that link."""
    return client


@pytest.fixture
def halfway(app: Flask, database: TestDatabase, request: pytest.FixtureRequest) -> FlaskClient:
    """Return the browser of an owner who has yet to show, or to set up, something."""
    path = request.node.callspec.params["path"]
    proof = Proof.DEVICE if "/confirm" in path else Proof.PASSWORD
    email = f"{path.partition('?')[0].strip('/').replace('/', '.')}@example.com"
    number = member(email, seed="" if "none" in path else SEED)
    client = app.test_client()
    client.set_cookie(cookie_name(app), session_of(number, proof), path=OFFICE)
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
        if path.startswith(JOIN):
            path = request.getfixturevalue("join_path")
        if OWNER in path:
            path = path.replace(OWNER, str(queries.id_of("owner@example.com")))
        return visitor.get(path, **options)

    return fetch
