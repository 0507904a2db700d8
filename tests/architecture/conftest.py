"""Pages are looked at in the small seeded shop, the office's as its owner sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.domain.staff.actions import members, sessions
from shop.domain.staff.roles import Template
from shop.kernel.unit_of_work import unit_of_work
from shop.web.staff_session import OFFICE, cookie_name
from tests.factories.fixtures import closed, seeded
from tests.support.databases import TestDatabase

__all__ = ["closed", "seeded"]
Look = Callable[..., TestResponse]


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
def look(client: FlaskClient, request: pytest.FixtureRequest) -> Look:
    """Return what fetches a page: the office's as its owner, the shop's as a stranger."""

    def fetch(path: str, **options: object) -> TestResponse:
        inside = path.startswith(OFFICE) and not path.startswith(f"{OFFICE}/sign-in")
        visitor: FlaskClient = request.getfixturevalue("owner") if inside else client
        return visitor.get(path, **options)

    return fetch
