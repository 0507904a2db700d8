"""Adding to the cart by plain forms and by htmx: the same sentences, nothing half written."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from shop.domain.cart.models import Cart
from shop.domain.catalogue.models import Variant
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.cart import ORIGIN, add_form, carry, cart
from tests.factories.checkout import variant
from tests.storefront.reading import Page
from tests.storefront.shopping import HTMX, NB, lines, post, read
from tests.support.counting import Counted


def test_the_first_add_begins_a_cart_and_says_so_at_the_top(client: FlaskClient) -> None:
    one = variant("ring-throw", 1)
    answer = client.post("/cart/lines", data=add_form(one, 2), headers=ORIGIN)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cart")
    cookies = {text.split("=")[0]: text for text in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"duka_cart", "duka_session"}
    for sign in ("HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={90 * 24 * 3600}"):
        assert sign in cookies["duka_cart"]
    page = read(client)
    assert page.one("div", class_="message").text == "“Ring throw” is in your cart."
    assert page.one("a", id="cart-link")["aria-label"] == "Cart, 2 items"
    assert page.one("li", class_="cart-line").text.startswith("Ring throw Indigo, L")
    assert page.one("p", class_="cart-amount").text == f"KSh{NB}9,600"
    assert not read(client).all("div", class_="message")
    assert lines() == [(one.id, 2)]


def test_adding_again_merges_and_keeps_the_cookie(client: FlaskClient) -> None:
    one = variant("ring-throw")
    post(client, "/cart/lines", add_form(one))
    again = post(client, "/cart/lines", add_form(one, 3))
    assert "duka_cart" not in "".join(again.headers.getlist("Set-Cookie"))
    assert lines() == [(one.id, 4)]


def test_htmx_gets_the_drawer_the_badge_and_a_token(client: FlaskClient) -> None:
    one = variant("kitenge-indigo")
    answer = client.post("/cart/lines", data=add_form(one, "1.5"), headers={**ORIGIN, **HTMX})
    assert answer.status_code == 200
    page = Page(answer.text)
    assert page.one("h2", id="drawer-title").text == "Added to your cart"
    assert f"1.5{NB}m" in page.one("ul", class_="sum-lines").text
    assert page.one("a", id="cart-link")["hx-swap-oob"] == "true"
    assert page.one("span", class_="cart-count").text == "1"
    assert len(json.loads(answer.headers["HX-Trigger"])["duka:token"]) > 40
    assert not read(client).all("div", class_="message")
    more = client.post("/cart/lines", data=add_form(one, "1"), headers={**ORIGIN, **HTMX})
    assert more.status_code == 200
    assert "HX-Trigger" not in more.headers


REFUSED = [
    ("ring-throw", "1.5", 422, "This is sold by the piece. Type a whole number, such as 2."),
    ("ring-throw", "0", 422, "Type 1 or more."),
    ("ring-throw", "-1", 422, "Type 1 or more."),
    ("ring-throw", str(10**9), 422, "You can order 999 at most. Call the shop if you need more."),
    ("ring-throw", "1\0", 422, "Type how many you want as a number, such as 2."),
    ("ring-throw", "", 422, "Type how many you want as a number, such as 2."),
    ("ring-throw", "<b>", 422, "Type how many you want as a number, such as 2."),
    ("ring-throw", "41", 409, "Only 40 are left."),
    ("sold-out-throw", "1", 409, "This is sold out. Look for something like it."),
    ("kitenge-rest", "0.3", 422, f"Type 0.5{NB}m or more."),
    ("kitenge-rest", "3", 409, f"Only 2.5{NB}m is left."),
]


@pytest.mark.parametrize(("slug", "typed", "status", "sentence"), REFUSED)
def test_what_cannot_be_added_is_said_beside_what_was_typed(
    client: FlaskClient, slug: str, typed: str, status: int, sentence: str
) -> None:
    form = add_form(variant(slug), typed)
    plain = client.post("/cart/lines", data=form, headers=ORIGIN)
    part = client.post("/cart/lines", data=form, headers={**ORIGIN, **HTMX})
    for answer in (plain, part):
        page = Page(answer.text)
        assert answer.status_code == status
        assert page.one("p", id="quantity-error").text == f"Error: {sentence}"
        assert "Set-Cookie" not in answer.headers
        if slug != "sold-out-throw":
            assert page.one("input", name="quantity")["value"] == typed.strip("\0")
    assert Page(plain.text).one("h1")
    assert part.headers["HX-Retarget"] == "#buy"
    assert session().scalar(select(func.count()).select_from(Cart)) == 0


def test_what_is_in_the_cart_counts_too(app: Flask, database: object) -> None:
    low = variant("low-cushion")
    client = carry(app.test_client(), cart({low.id: 1}))
    refused = post(client, "/cart/lines", add_form(low, 2))
    assert refused.status_code == 409
    assert "Only 2 left; 1 is in your cart already." in refused.text


@pytest.mark.parametrize("name", ["", "var_nothing", "1 OR 1=1", "var_\0", "x" * 5000, "'"])
def test_a_variant_that_is_not_there(client: FlaskClient, name: str) -> None:
    form = {"variant": name, "quantity": "1"}
    answer = client.post("/cart/lines", data=form, headers=ORIGIN)
    assert answer.status_code == 404
    assert "This is no longer sold. Look for something like it." in answer.text
    part = client.post("/cart/lines", data=form, headers={**ORIGIN, **HTMX})
    assert part.status_code == 404
    assert "This is no longer sold." in Page(part.text).one("div", class_="toast").text


@pytest.mark.parametrize("slug", ["draft", "archived", "future", "past"])
def test_what_nobody_may_see_nobody_may_buy(client: FlaskClient, slug: str) -> None:
    answer = client.post("/cart/lines", data=add_form(variant(slug)), headers=ORIGIN)
    assert answer.status_code == 404


def test_without_scripts_the_chosen_radios_win(client: FlaskClient) -> None:
    shown, wanted = variant("ring-throw", 0), variant("ring-throw", 2)
    form = add_form(shown) | {"colour": "madder", "size": "s"}
    client.post("/cart/lines", data=form, headers=ORIGIN)
    assert lines() == [(wanted.id, 1)]


def test_a_combination_that_is_not_made_is_said(client: FlaskClient) -> None:
    with unit_of_work():
        session().execute(delete(Variant).where(Variant.id == variant("ring-throw", 3).id))
    form = add_form(variant("ring-throw", 0)) | {"colour": "madder", "size": "l"}
    answer = client.post("/cart/lines", data=form, headers=ORIGIN)
    assert answer.status_code == 422
    assert "This is not made in that combination. Choose another one." in answer.text


@pytest.mark.parametrize(
    ("button", "typed", "shown"),
    [("plus", "1", "2"), ("minus", "2", "1"), ("minus", "1", "1"), ("plus", "999", "999")],
)
def test_without_scripts_the_buttons_count_on_the_page(
    client: FlaskClient, button: str, typed: str, shown: str
) -> None:
    one = variant("ring-throw", 1)
    form = add_form(one, typed) | {"colour": "indigo", "size": "l", button: "1"}
    answer = client.post("/cart/lines", data=form, headers=ORIGIN)
    assert answer.status_code == 303
    page = read(client, answer.headers["Location"])
    assert page.one("input", name="quantity")["value"] == shown
    assert page.one("input", name="variant")["value"] == one.public_id
    assert lines() == []


def test_without_scripts_update_shows_the_choice(client: FlaskClient) -> None:
    form = add_form(variant("ring-throw"), 3) | {"colour": "madder", "size": "s", "update": "1"}
    answer = client.post("/cart/lines", data=form, headers=ORIGIN)
    page = read(client, answer.headers["Location"])
    assert page.one("input", name="variant")["value"] == variant("ring-throw", 2).public_id
    assert page.one("input", name="quantity")["value"] == "3"


@pytest.mark.parametrize("path", ["/cart/lines", "/delivery-town"])
@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        (ORIGIN, False),
        ({"Origin": "http://localhost"}, False),
        ({}, True),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, True),
        ({"Origin": "http://elsewhere.example"}, True),
    ],
)
def test_a_second_tab_goes_by_its_origin(
    client: FlaskClient, path: str, headers: dict[str, str], refused: bool
) -> None:
    with client.session_transaction() as kept:
        kept["csrf_token"] = "y" * 40
    answer = client.post(path, data=add_form(variant("ring-throw")), headers=headers)
    assert (answer.status_code == 403) == refused


def test_adding_is_limited_by_cart_and_not_by_address(
    app: Flask, client: FlaskClient, database: object
) -> None:
    one = variant("ring-throw")
    form = add_form(one) | {"plus": "1"}
    greedy = carry(app.test_client(), cart({one.id: 1}))
    answers = {
        greedy.post("/cart/lines", data=form, headers=ORIGIN).status_code for _n in range(61)
    }
    assert answers == {303, 429}
    assert client.post("/cart/lines", data=form, headers=ORIGIN).status_code == 303


Counter = Callable[[], AbstractContextManager[Counted]]


def test_few_statements(app: Flask, database: object, query_counter: Counter) -> None:
    shopper = carry(app.test_client(), cart({variant("ring-throw").id: 2}))
    shopper.get("/cart")
    with query_counter() as counted:
        shopper.get("/cart")
    assert counted.total <= 8, counted
    form = add_form(variant("ring-throw", 2)) | {"colour": "madder", "size": "s"}
    for headers in ({}, HTMX):
        with query_counter() as counted:
            assert shopper.post(
                "/cart/lines", data=form, headers={**ORIGIN, **headers}
            ).status_code in {200, 303}
        assert counted.total <= 10, counted


def test_a_first_add_costs_few_statements_too(client: FlaskClient, query_counter: Counter) -> None:
    client.get("/p/ring-throw")
    client.application.test_client().post(
        "/cart/lines", data=add_form(variant("low-cushion")), headers={**ORIGIN, **HTMX}
    )  # so that the tax is known
    form = add_form(variant("ring-throw", 2)) | {"colour": "madder", "size": "s"}
    with query_counter() as counted:
        answer = client.post("/cart/lines", data=form, headers={**ORIGIN, **HTMX})
    assert answer.status_code == 200
    assert counted.total <= 10, counted
