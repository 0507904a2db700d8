"""What the tests of the cart share: posting as a page of the shop does, reading, looking inside."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop.domain.cart.models import CartLine
from shop.kernel.db import session
from tests.factories.cart import ORIGIN
from tests.factories.memory import forget_session
from tests.storefront.reading import Page

HTMX = {"HX-Request": "true", "HX-Target": "dialog#cart-drawer"}
IN_CART = {"HX-Request": "true", "HX-Target": "div#cart"}
NB = "\N{NO-BREAK SPACE}"


def post(client: FlaskClient, path: str, data: Any, **headers: str) -> TestResponse:
    """Post as a page of the shop would: with the token it has, else as its own origin."""
    forms = Page(client.get("/cart").text).all("input", name="csrf_token")
    token = {"csrf_token": forms[0]["value"]} if forms else {}
    return client.post(path, data={**data, **token}, headers={**ORIGIN, **headers})


def lines() -> list[tuple[int, int]]:
    """Return (variant, quantity) of every line there is."""
    forget_session()
    rows = session().scalars(select(CartLine).order_by(CartLine.id))
    return [(row.variant_id, row.quantity) for row in rows]


def read(client: FlaskClient, path: str = "/cart") -> Page:
    """Return a page that is there."""
    answer = client.get(path)
    assert answer.status_code == 200
    return Page(answer.text)
