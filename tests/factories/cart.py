"""Carts for tests: filled by the shop's own verbs, and a visitor who carries one."""

from __future__ import annotations

from collections.abc import Mapping

from flask.testing import FlaskClient

from shop.domain.cart import actions, queries
from shop.domain.cart.queries import CartHead
from shop.domain.catalogue.models import Variant
from shop.kernel import signing
from shop.kernel.unit_of_work import unit_of_work
from shop.web.customer_session import cookie_name
from tests.factories.inventory import goods

ORIGIN = {"Sec-Fetch-Site": "same-origin"}
"""How a browser vouches for a form of the shop's own page."""


def cart(
    wanted: Mapping[int, int] | None = None, *, town: str = "", area: str = "", locale: str = "en"
) -> CartHead:
    """Begin a cart with `wanted` (variant id to minor steps); with one piece of something new."""
    if wanted is None:
        wanted = {goods(10)[0].id: 1}
    with unit_of_work():
        begun = actions.start("KES", locale, town=town, area=area)
        for variant, quantity in wanted.items():
            actions.add(begun.id, variant, quantity)
    return head(begun)


def head(of: CartHead) -> CartHead:
    """Return a cart as it is now."""
    found = queries.head(of.public_id)
    assert found is not None
    return found


def carry(client: FlaskClient, of: CartHead) -> FlaskClient:
    """Hand a visitor the cookie of a cart."""
    client.set_cookie(cookie_name(client.application), signing.sign("cart", of.public_id))
    return client


def add_form(variant: Variant, quantity: object = 1) -> dict[str, str]:
    """Return the fields of a product page's buy form."""
    return {"variant": variant.public_id, "quantity": str(quantity)}
