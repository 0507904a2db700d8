"""Private pages: a tag that moves with everything they show, and 304 only while nothing moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.domain.cart import actions
from shop.domain.inventory import actions as inventory
from shop.domain.settings import actions as settings
from shop.kernel import clock
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.cart import ORIGIN, add_form, carry, cart
from tests.factories.checkout import variant

PAGE = "/p/ring-throw"
SHARED = ["/", "/c/all", PAGE, "/pages/delivery"]


@pytest.fixture
def shopper(app: Flask, database: object) -> FlaskClient:
    """Return a visitor with a cart and no session."""
    return carry(app.test_client(), cart({variant("low-cushion").id: 1}))


def _tag(client: FlaskClient, path: str = PAGE, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.headers["ETag"]


def _status(client: FlaskClient, tag: str, path: str = PAGE, **headers: str) -> int:
    return client.get(path, headers={"If-None-Match": tag, **headers}).status_code


@pytest.mark.parametrize("path", SHARED)
def test_an_unchanged_page_is_not_drawn_again(shopper: FlaskClient, path: str) -> None:
    first = shopper.get(path)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    again = shopper.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    for answer in (first, again):
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer.headers["Vary"]
        assert "Content-Security-Policy" in answer.headers
        assert "Set-Cookie" not in answer.headers
    assert again.headers["ETag"] == tag


def _add(client: FlaskClient) -> None:
    answer = client.post("/cart/lines", data=add_form(variant("sale-throw")), headers=ORIGIN)
    assert answer.status_code == 303


def _sell_out(_client: FlaskClient) -> None:
    with unit_of_work():
        inventory.adjust(variant("ring-throw").id, -40, reason="sold")


def _rename(_client: FlaskClient) -> None:
    with unit_of_work():
        settings.change({"name": "Another"})


def _speak_french(client: FlaskClient) -> None:
    client.set_cookie("duka_language", "fr")


def _go_dark(client: FlaskClient) -> None:
    client.set_cookie("duka_theme", "dark")


def _move_to_nairobi(client: FlaskClient) -> None:
    with unit_of_work():
        actions.set_place(1, "Nairobi")


def _begin_a_session(client: FlaskClient) -> None:
    with client.session_transaction() as kept:
        kept["csrf_token"] = "y" * 40


@pytest.mark.parametrize(
    "change",
    [
        _add, _sell_out, _rename, _speak_french, _go_dark, _move_to_nairobi, _begin_a_session,
    ],
)  # fmt: skip
def test_nothing_stale_is_confirmed(
    shopper: FlaskClient, change: Callable[[FlaskClient], None]
) -> None:
    tag = _tag(shopper)
    assert _status(shopper, tag) == 304
    change(shopper)
    assert _status(shopper, tag) == 200


def test_time_alone_is_no_reason_for_ten_minutes(shopper: FlaskClient) -> None:
    began = (clock.now() + timedelta(hours=1)).replace(minute=10, second=0)
    with clock.stopped_at(began) as move:
        tag = _tag(shopper)
        move(began + timedelta(minutes=9))
        assert _status(shopper, tag) == 304
        move(began + timedelta(minutes=10))
        assert _status(shopper, tag) == 200


def test_a_part_is_not_the_page(shopper: FlaskClient) -> None:
    part = {"HX-Request": "true", "HX-Target": "div#product-offer"}
    whole = _tag(shopper)
    assert _status(shopper, whole, **part) == 200
    assert _status(shopper, _tag(shopper, **part), **part) == 304


def test_a_waiting_message_is_said_and_said_once(client: FlaskClient) -> None:
    _add(client)
    told = client.get(PAGE)
    assert "is in your cart" in told.text
    assert "ETag" not in told.headers
    after = client.get(PAGE)
    assert "is in your cart" not in after.text
    assert _status(client, after.headers["ETag"]) == 304


def test_a_message_breaks_through_a_known_page(client: FlaskClient) -> None:
    _add(client)
    client.get("/cart")
    tag = _tag(client)
    _add(client)  # from a page that was kept for everybody, in a second tab: it has no token
    answer = client.get(PAGE, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "is in your cart" in answer.text


@pytest.mark.parametrize("path", ["/cart", "/admin/sign-in", "/robots.txt"])
def test_other_pages_have_no_private_tag(shopper: FlaskClient, path: str) -> None:
    answer = shopper.get(path)
    assert answer.status_code == 200
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("path", [*SHARED, "/cart", "/nowhere"])
def test_reading_sets_no_cookie(client: FlaskClient, path: str) -> None:
    for _time in range(2):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert "csrf_token" not in answer.text
        assert "cart-count" not in answer.text


def test_a_cart_is_never_kept_for_others(app: Flask, shopper: FlaskClient) -> None:
    assert "cart-count" in shopper.get(PAGE).text
    stranger = app.test_client()
    assert "cart-count" not in stranger.get(PAGE).text
    assert "cart-count" in shopper.get(PAGE).text
