"""The cart's page by plain forms and by htmx: the same sentences, nothing half written or lost."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from shop.domain.cart import actions
from shop.domain.cart.models import CartLine
from shop.domain.catalogue.actions import publication
from shop.domain.catalogue.models import Product, Variant
from shop.kernel import signing
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.cart import ORIGIN, add_form, carry, cart, head
from tests.factories.checkout import variant
from tests.storefront.reading import Page
from tests.storefront.shopping import IN_CART, NB, lines, post, read


@pytest.fixture
def shopper(app: Flask, database: object) -> FlaskClient:
    """Return a visitor with two throws and a length of cloth in the cart."""
    mine = cart({variant("ring-throw").id: 2, variant("kitenge-indigo").id: 150})
    return carry(app.test_client(), mine)


def test_the_cart_says_what_it_costs(shopper: FlaskClient) -> None:
    page = read(shopper)
    assert [line.text for line in page.all("p", class_="cart-amount")] == [
        f"KSh{NB}7,000", f"KSh{NB}1,200",
    ]  # fmt: skip
    assert f"KSh{NB}8,200" in page.one("div", class_="sums-total").text
    filled = [a for a in page.all("a", class_="button") if "button-wide" in a["class"]]
    assert [(a["href"], a.text) for a in filled] == [("/checkout", "Check out")]
    assert page.one("a", id="cart-link")["aria-label"] == "Cart, 3 items"


def test_forms_lead_where_the_routes_are(app: Flask, shopper: FlaskClient) -> None:
    page = read(shopper)
    number = int(page.all("li", class_="cart-line")[0]["id"].split("-")[1])
    ways = {form["action"] for form in page.all("form") if form["action"].startswith("/cart")}
    with app.test_request_context():
        for view in ("change_line", "remove_line"):
            assert url_for(f"storefront.{view}", line=number) in ways


def test_an_empty_cart_says_what_to_do(client: FlaskClient) -> None:
    page = read(client)
    assert page.one("h1").text == "Your cart is empty"
    assert page.one("a", class_="button-brand")["href"] == "/"


@pytest.mark.parametrize(
    ("data", "quantity"),
    [
        ({"quantity": "5"}, 5),
        ({"quantity": "2", "plus": "1"}, 3),
        ({"quantity": "2", "minus": "1"}, 1),
        ({"quantity": "1", "minus": "1"}, 1),
    ],
)
@pytest.mark.parametrize("headers", [{}, IN_CART])
def test_a_line_is_changed(
    shopper: FlaskClient, data: dict[str, str], quantity: int, headers: dict[str, str]
) -> None:
    line = Page(shopper.get("/cart").text).all("li", class_="cart-line")[0]["id"].split("-")[1]
    answer = post(shopper, f"/cart/lines/{line}", data, **headers)
    if headers:
        page = Page(answer.text)
        assert page.one("div", id="cart")
        assert page.one("a", id="cart-link")["hx-swap-oob"] == "true"
    else:
        assert (answer.status_code, answer.headers["Location"]) == (303, "/cart")
    assert lines()[0][1] == quantity


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ("1.5", 422, "This is sold by the piece."),
        ("0", 422, "Type 1 or more."),
        ("99", 409, "Only 40 are left."),
        ("many", 422, "Type how many you want as a number"),
    ],
)
def test_a_refused_change_keeps_what_was_typed(
    shopper: FlaskClient, typed: str, status: int, sentence: str
) -> None:
    line = Page(shopper.get("/cart").text).all("li", class_="cart-line")[0]["id"].split("-")[1]
    before = lines()
    for headers in ({}, IN_CART):
        answer = post(shopper, f"/cart/lines/{line}", {"quantity": typed}, **headers)
        page = Page(answer.text)
        assert answer.status_code == status
        assert sentence in page.one("p", id=f"line-{line}-error").text
        assert page.all("input", name="quantity")[0]["value"] == typed
        assert bool(page.all("div", id="problem")) == (not headers)
        assert lines() == before
    assert answer.headers["HX-Retarget"] == "#cart"


@pytest.mark.parametrize("headers", [{}, IN_CART])
def test_removing_offers_undo(shopper: FlaskClient, headers: dict[str, str]) -> None:
    before = lines()
    line = Page(shopper.get("/cart").text).all("li", class_="cart-line")[1]["id"].split("-")[1]
    answer = post(shopper, f"/cart/lines/{line}/removal", {}, **headers)
    page = Page(answer.text) if headers else read(shopper)
    assert "“Kitenge indigo” is out of your cart." in page.one("form", class_="undo")["action"] + (
        page.one("div", class_="toast" if headers else "message").text
    )
    assert lines() == before[:1]
    undo = {one["name"]: one["value"] for one in page.all("input", type="hidden")}
    back = post(shopper, "/cart/restoration", undo, **headers)
    assert back.status_code == (200 if headers else 303)
    assert lines() == before


def test_the_last_line_leaves_an_empty_cart(app: Flask, database: object) -> None:
    client = carry(app.test_client(), cart({variant("ring-throw").id: 1}))
    line = Page(client.get("/cart").text).one("li", class_="cart-line")["id"].split("-")[1]
    page = Page(post(client, f"/cart/lines/{line}/removal", {}, **IN_CART).text)
    assert page.one("h1").text == "Your cart is empty"
    assert not page.all("span", class_="cart-count")


@pytest.mark.parametrize("line", ["0", "999999999", str(2**63 - 1)])
@pytest.mark.parametrize("verb", ["", "/removal"])
def test_a_line_that_is_not_there(shopper: FlaskClient, line: str, verb: str) -> None:
    answer = post(shopper, f"/cart/lines/{line}{verb}", {"quantity": "1"})
    assert answer.status_code == 404
    assert "This is not in your cart any more. Load the cart again." in answer.text


def test_a_line_beyond_numbers_is_no_address(shopper: FlaskClient) -> None:
    assert post(shopper, f"/cart/lines/{2**63}", {"quantity": "1"}).status_code == 404


def test_a_foreign_line_is_not_here(shopper: FlaskClient) -> None:
    before = lines()
    cart({variant("low-cushion").id: 1})
    foreign = session().scalar(select(func.max(CartLine.id)))
    for path in (f"/cart/lines/{foreign}", f"/cart/lines/{foreign}/removal"):
        assert post(shopper, path, {"quantity": "2"}).status_code == 404
    assert lines()[:2] == before


@pytest.mark.parametrize(
    "cookie", ["", "rubbish", "crt_0000000000000000", "crt_0000000000000000.AAAA", "x" * 4000]
)
def test_a_forged_cookie_is_no_cart(client: FlaskClient, cookie: str) -> None:
    client.set_cookie("duka_cart", cookie)
    assert read(client).one("h1").text == "Your cart is empty"
    assert client.post("/cart/lines/1", data={"quantity": "1"}, headers=ORIGIN).status_code == 404
    client.set_cookie("duka_cart", signing.sign("other", head(cart()).public_id))
    assert read(client).one("h1").text == "Your cart is empty"


def test_an_ordered_cart_is_left_behind(app: Flask, database: object) -> None:
    old = cart({variant("ring-throw").id: 1})
    client = carry(app.test_client(), old)
    line = Page(client.get("/cart").text).one("li", class_="cart-line")["id"].split("-")[1]
    with unit_of_work():
        actions.close(old.id)
    assert read(client).one("h1").text == "Your cart is empty"
    for path in (f"/cart/lines/{line}", f"/cart/lines/{line}/removal"):
        refused = post(client, path, {"quantity": "2"})
        assert refused.status_code == 409
        assert "This cart was ordered already. What you add now goes into a new one." in (
            refused.text
        )
    answer = post(client, "/cart/lines", add_form(variant("low-cushion")))
    assert "duka_cart=" in "".join(answer.headers.getlist("Set-Cookie"))
    assert read(client).one("li", class_="cart-line").text.startswith("Low cushion")


def test_what_changed_since_last_time_is_told(shopper: FlaskClient) -> None:
    throw, cloth = variant("ring-throw"), variant("kitenge-indigo")
    with unit_of_work():
        session().execute(update(Variant).where(Variant.id == throw.id).values(price_minor=300_000))
        publication.archive(session().get_one(Product, cloth.product_id))
    page = read(shopper)
    assert page.one("p", class_="cart-notice").text == (
        f"The price went down; it was KSh{NB}3,500."
    )
    assert [link.text for link in page.all("a") if link["href"].startswith("#line-")] == [
        "“Kitenge indigo” is no longer sold. Remove it to go on."
    ]
    assert not page.all("a", class_="button-wide")
    assert f"KSh{NB}6,000" in page.one("div", class_="sums-total").text
    assert len(page.all("input", name="quantity")) == 1


@pytest.mark.parametrize("quantity", ["0", "-1", "x", "9" * 50, "41"])
def test_a_tampered_undo_changes_nothing(shopper: FlaskClient, quantity: str) -> None:
    before = lines()
    low = variant("low-cushion").public_id
    answer = post(shopper, "/cart/restoration", {"variant": low, "quantity": quantity})
    assert answer.status_code == 303
    assert lines() == before


def test_pages_of_the_cart_are_kept_nowhere(shopper: FlaskClient) -> None:
    assert shopper.get("/cart").headers["Cache-Control"] == "no-store"
    part = shopper.get("/cart", headers=IN_CART)
    assert part.headers["Cache-Control"] == "no-store"
    assert not Page(part.text).all("html")
