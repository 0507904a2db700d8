"""Delivery to your town: on the product page, remembered, and refused with what to do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.domain.cart.actions import carts
from shop.domain.cart.queries import head
from shop.domain.catalogue.statuses import ProductKind
from shop.domain.shipping import actions
from shop.kernel import signing
from shop.kernel.unit_of_work import unit_of_work
from shop.web.town import TOWN_COOKIE
from tests.factories.catalogue import product
from tests.factories.checkout import shopper, variant
from tests.storefront.reading import Page
from tests.support.counting import Counted

pytestmark = pytest.mark.usefixtures("database")
NB = "\N{NO-BREAK SPACE}"
PATH = "/p/ring-throw?colour=madder"
SAME = {"Sec-Fetch-Site": "same-origin"}
HTMX = SAME | {"HX-Request": "true", "HX-Target": "section#delivery"}


def _choose(
    client: FlaskClient, town: str, area: str = "", headers: dict[str, str] | None = None
) -> TestResponse:
    form = {"town": town, "area": area, "next": f"{PATH}#delivery"}
    return client.post("/delivery-town", data=form, headers=headers or SAME)


def _box(html: str) -> str:
    return Page(html).one("section", id="delivery").text.replace(NB, " ")


def test_without_a_town_the_page_says_from_how_much(client: FlaskClient) -> None:
    answer = client.get(PATH)
    page = Page(answer.text)
    assert "Delivery from KSh 250" in _box(answer.text)
    form = page.one("form", data_form="delivery-town")
    assert (form["action"], form["method"]) == ("/delivery-town", "post")
    assert f"{PATH}#delivery" in [one["value"] for one in page.all("input", name="next")]
    assert [one["value"] for one in page.all("option") if one.get("value")] == [
        "Nairobi",
        "Mombasa",
    ]
    assert not page.all("input", name="area")


def test_a_town_leads_back_and_is_remembered(client: FlaskClient) -> None:
    answer = _choose(client, " nairobi")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PATH}#delivery")
    said = _box(client.get(PATH).text)
    assert "Delivered in 1 to 2 working days" in said
    assert "To Nairobi, KSh 250." in said
    assert "Free from KSh 5,000." in said
    assert "Order by 14:00" in said
    assert "Ready to collect the same day Biashara Street" in said
    assert Page(client.get("/p/sale-throw").text).one("input", id="town")["value"] == "Nairobi"


def test_the_cookie_is_signed_and_out_of_scripts_reach(client: FlaskClient) -> None:
    cookie = _choose(client, "Nairobi", "Kilimani").headers["Set-Cookie"]
    assert cookie.startswith(f"{TOWN_COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "To Kilimani, KSh 250." in _box(client.get(PATH).text)


def test_an_area_that_is_too_long_for_a_cookie_is_left_out(client: FlaskClient) -> None:
    assert _choose(client, "Nairobi", "é" * 80).status_code == 303
    assert "To é" in _box(client.get(PATH).text)
    assert _choose(client, "Nairobi", "\N{HANGUL SYLLABLE GAG}" * 80).status_code == 303
    assert "To Nairobi" in _box(client.get(PATH).text)


@pytest.mark.parametrize(
    "value",
    ["Nairobi", "TmFpcm9iaQo=.forged", signing.sign, '"a|b"', "x" * 3_000, "\\054"],
    ids=["bare", "forged", "of another purpose", "quoted", "long", "escaped"],
)
def test_a_cookie_that_is_not_ours_says_nothing(client: FlaskClient, value: object) -> None:
    text = value if isinstance(value, str) else signing.sign("cart", "TmFpcm9iaQo=")
    client.set_cookie(TOWN_COOKIE, text)
    answer = client.get(PATH)
    assert answer.status_code == 200
    assert "Delivery from KSh 250" in _box(answer.text)


def test_what_was_signed_by_another_version_says_nothing(client: FlaskClient) -> None:
    client.set_cookie(TOWN_COOKIE, signing.sign(TOWN_COOKIE, "not-base64"))
    assert "Delivery from" in _box(client.get(PATH).text)


def test_visitors_of_two_towns_and_of_none_get_their_own_pages(app: Flask) -> None:
    """Each page is asked for twice: the second one comes from the store."""
    people = {town: app.test_client() for town in ("", "Nairobi", "Mombasa")}
    for town, client in people.items():
        if town:
            _choose(client, town)
    for _again in range(2):
        for town, client in people.items():
            expected = f"To {town}, KSh 250." if town else "Delivery from KSh 250"
            assert expected in _box(client.get(PATH).text)


def test_a_kept_page_of_a_town_costs_no_statement(
    client: FlaskClient, query_counter: Callable[[], AbstractContextManager[Counted]]
) -> None:
    _choose(client, "Mombasa")
    client.get(PATH)
    with query_counter() as counted:
        assert "To Mombasa" in _box(client.get(PATH).text)
    assert counted.total == 0, counted


def test_a_closed_zone_is_seen_at_once(client: FlaskClient) -> None:
    _choose(client, "Nairobi")
    assert "To Nairobi" in client.get(PATH).text
    with unit_of_work():
        actions.close_zone("cities")
    assert not Page(client.get(PATH).text).all("section", id="delivery")
    refused = _choose(client, "Nairobi")
    assert refused.status_code == 422
    assert "does not deliver yet" in _box(refused.text)


def test_with_scripts_the_box_alone_is_swapped(client: FlaskClient) -> None:
    answer = _choose(client, "Mombasa", headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<section")
    assert "To Mombasa, KSh 250." in _box(answer.text)
    assert "Set-Cookie" in answer.headers
    form = Page(answer.text).one("form", data_form="delivery-town")
    assert (form["hx-target"], form["hx-swap"]) == ("#delivery", "outerHTML")
    assert Page(answer.text).one("input", name="next")["value"] == f"{PATH}#delivery"


@pytest.mark.parametrize("headers", [SAME, HTMX])
@pytest.mark.parametrize(
    ("town", "sentence"),
    [
        ("Kisumu", "We do not deliver to “Kisumu” yet. Choose one of: Nairobi, Mombasa."),
        ("", "Enter your town, such as Nairobi."),
        ("<b>x</b>", "We do not deliver to “<b>x</b>” yet."),
    ],
)
def test_an_unknown_town_keeps_what_was_typed(
    client: FlaskClient, headers: dict[str, str], town: str, sentence: str
) -> None:
    answer = _choose(client, town, "Plot 7", headers)
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers
    page = Page(answer.text)
    assert sentence in _box(answer.text)
    field = page.one("input", id="town")
    assert (field["value"], field["aria-invalid"]) == (town, "true")
    assert page.one("input", id="area")["value"] == "Plot 7"
    assert "open" in page.one("details", id="delivery-change").attributes
    if headers is SAME:
        assert "Error: " in page.one("title").text


def test_nobody_is_led_elsewhere(client: FlaskClient) -> None:
    form = {"town": "Nairobi", "next": "https://elsewhere.example/"}
    answer = client.post("/delivery-town", data=form, headers=SAME)
    assert answer.headers["Location"] == "/"


def test_another_site_cannot_choose(client: FlaskClient) -> None:
    answer = _choose(client, "Nairobi", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_with_a_cart_the_town_is_kept_in_it_too(app: Flask) -> None:
    asha = shopper(app, [(variant("sale-throw"), 1)], town="Mombasa")
    assert "To Mombasa, KSh 250." in _box(asha.get("/cart").text)
    form = {"town": "nairobi", "area": "westlands", "next": "/cart#delivery"}
    assert asha.post("/delivery-town", form).location == "/cart#delivery"
    assert "To Westlands, KSh 250." in _box(asha.get("/cart").text)
    assert asha.last.one("input", id="area")["value"] == "Westlands"
    known = head(asha.head.public_id)
    assert known is not None
    assert (known.town, known.area) == ("Nairobi", "Westlands")
    assert known.version > asha.head.version
    assert "To Westlands" in _box(asha.get(PATH).text)


def test_the_town_outlives_the_cart(app: Flask) -> None:
    asha = shopper(app, [(variant("sale-throw"), 1)])
    asha.post("/delivery-town", {"town": "Mombasa"})
    with unit_of_work():
        carts.close(asha.head.id)
    assert "To Mombasa, KSh 250." in _box(asha.get(PATH).text)
    assert asha.post("/delivery-town", {"town": "Nairobi"}).status_code == 303
    assert "To Nairobi, KSh 250." in _box(asha.get(PATH).text)


def test_enough_in_the_cart_is_brought_for_nothing(app: Flask) -> None:
    asha = shopper(app, [(variant("sale-throw"), 3)], town="Nairobi")
    said = _box(asha.get("/cart").text)
    assert "To Nairobi, free." in said
    assert "Free from" not in said


def test_a_download_says_nothing_of_delivery(client: FlaskClient) -> None:
    with unit_of_work():
        product(slug="pattern", kind=ProductKind.DIGITAL)
    page = Page(client.get("/p/pattern").text)
    assert page.one("h1")
    assert not page.all("section", id="delivery")
