"""Three pages to an order: plain forms, nothing typed is lost, whatever a browser does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import brotli
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from shop.domain.catalogue.statuses import ProductKind
from shop.domain.checkout.statuses import Step
from shop.domain.content import actions as content
from shop.domain.orders.links import order_path
from shop.kernel.unit_of_work import unit_of_work
from shop.storefront.checkout.visit import CART, PATHS
from shop.web.rate_limit import limiter
from tests.factories.catalogue import product, variants_of
from tests.factories.checkout import (
    ADDRESS,
    CONTACT,
    Shopper,
    checkouts,
    orders,
    selling,
    shopper,
    variant,
)
from tests.factories.inventory import hold, levels
from tests.factories.media import put_files
from tests.factories.payments import violations
from tests.storefront.reading import Page
from tests.support.counting import Counted
from tests.support.hands import Hands

NB = "\N{NO-BREAK SPACE}"
UPDATE = {"HX-Request": "true", "HX-Target": "fieldset#delivery-choice"}
Counter = Callable[[], AbstractContextManager[Counted]]


@pytest.fixture(autouse=True)
def _open(database: object) -> Iterator[None]:
    selling()
    limiter.reset()
    yield
    limiter.reset()


@pytest.fixture
def asha(app: Flask) -> Shopper:
    """Return somebody with two throws in her cart."""
    return shopper(app, [(variant("ring-throw"), 1), (variant("sale-throw"), 1)])


def _plain(text: str) -> str:
    return text.replace(NB, " ")


def _title(page: Page) -> str:
    return page.one("title").text


def test_from_the_cart_to_an_order_in_three_pages(asha: Shopper) -> None:
    answer = asha.get("/checkout")
    assert (answer.status_code, answer.location) == (303, "/checkout/contact")
    assert asha.get("/checkout/contact").status_code == 200
    assert _title(asha.last) == "Contact · Checkout · Nyuzi"
    assert asha.tell().location == "/checkout/delivery"
    asha.get("/checkout/delivery")
    assert "Asha Mwangi, 0700 000 012" in asha.last.one("dl", id="checkout-done").text
    assert asha.send_to().location == "/checkout/payment"
    asha.get("/checkout/payment")
    done = asha.last.one("dl", id="checkout-done").text
    assert "Green gate after the mosque, Kilimani, Nairobi" in done
    radios = asha.last.all("input", name="payment_method")
    assert [one["value"] for one in radios if "checked" in one.attributes] == ["cash"]
    assert "Have exactly KSh 5,300 ready." in _plain(asha.last.one("form").text)
    placed = asha.order()
    (order,) = orders()
    assert (placed.status_code, placed.location) == (303, order_path(order.public_id))
    assert (order.status, order.phone, order.email) == ("placed", "+254700000012", "")
    assert (order.total_minor, order.delivery_minor) == (530_000, 0)
    assert violations() == []


def test_exactly_the_eight_fields_and_three_folded_ones(asha: Shopper) -> None:
    asha.get("/checkout/contact")
    names = {
        one["name"]
        for tag in ("input", "textarea", "select")
        for page in _all_pages(asha)
        for one in page.all(tag)
        if one.get("type") != "hidden" and one.get("name") != "update"
    }
    eight = {"phone", "name", "email", "town", "area", "landmark", "delivery_method"}
    assert names == eight | {"payment_method", "recipient_name", "recipient_phone", "note"}


def _all_pages(asha: Shopper) -> list[Page]:
    asha.arrive()
    pages = []
    for path in PATHS.values():
        asha.get(path)
        pages.append(asha.last)
    return pages


def test_fields_tell_browsers_what_they_are(asha: Shopper) -> None:
    contact, delivery, payment = _all_pages(asha)
    told = {
        one["name"]: (one.get("autocomplete"), one.get("inputmode"))
        for page in (contact, delivery)
        for tag in ("input", "textarea", "select")
        for one in page.all(tag)
        if one.get("autocomplete")
    }
    assert told["phone"] == ("tel", "tel")
    assert told["name"] == ("name", None)
    assert told["email"] == ("email", "email")
    assert told["town"] == ("address-level2", None)
    assert told["area"] == ("address-level3", None)
    assert told["landmark"] == ("street-address", None)
    forms = [page.one("form", method="post")["data-form"] for page in (contact, delivery, payment)]
    assert forms == ["checkout-contact", "checkout-delivery", "checkout-payment"]
    for page in (contact, delivery, payment):
        labels = {one["for"] for one in page.all("label") if one.get("for")}
        hidden = {"hidden", "radio"}
        shown = [one["id"] for one in page.all("input") if one.get("type") not in hidden]
        assert set(shown) <= labels


@pytest.mark.parametrize("step", list(Step))
def test_addresses_are_those_of_the_routes(app: Flask, step: Step) -> None:
    with app.test_request_context():
        assert url_for(f"storefront.checkout_{step}") == PATHS[step]
        assert url_for("storefront.cart") == CART


@pytest.mark.parametrize("path", ["/checkout", *PATHS.values()])
def test_an_empty_cart_leads_to_the_cart(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (303, CART)


def test_a_later_page_leads_to_the_first_that_is_missing(asha: Shopper) -> None:
    for path in ("/checkout/delivery", "/checkout/payment"):
        assert asha.get(path).location == "/checkout/contact"
    asha.tell()
    assert asha.get("/checkout/payment").location == "/checkout/delivery"
    assert asha.get("/checkout").location == "/checkout/delivery"
    assert asha.post("/checkout/completion", {"payment_method": "cash"}).status_code == 409
    assert orders() == []


def test_pages_are_kept_by_nobody(asha: Shopper) -> None:
    asha.arrive()
    for path in PATHS.values():
        answer = asha.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.text
        scripts = [one["src"] for one in asha.last.all("script")]
        assert [src.rpartition("/")[2].partition("-")[0] for src in scripts] == ["htmx.min", "shop"]


def test_reading_changes_nothing_and_reload_shows_the_same(asha: Shopper) -> None:
    assert asha.get("/checkout/contact").text == asha.get("/checkout/contact").text
    assert checkouts() == []
    asha.arrive()
    for path in PATHS.values():
        assert asha.get(path).text == asha.get(path).text


def test_what_was_refused_is_shown_again_now_and_later(asha: Shopper) -> None:
    answer = asha.tell(phone="0700 00", email="asha@", name="Asha")
    assert answer.status_code == 422
    assert _title(asha.last) == "Error: Contact · Checkout · Nyuzi"
    links = [one["href"] for one in asha.last.all("a") if one["href"] != "#main"]
    assert [link for link in links if link.startswith("#")] == ["#phone", "#email"]
    box = asha.last.one("input", id="phone")
    assert (box["value"], box["aria-invalid"]) == ("0700 00", "true")
    assert "phone-error" in box["aria-describedby"]
    assert asha.last.one("input", id="email")["value"] == "asha@"
    asha.get("/checkout/contact")
    assert asha.last.one("input", id="phone")["value"] == "0700 00"
    assert asha.last.one("input", id="name")["value"] == "Asha"
    assert _title(asha.last).startswith("Error:")
    asha.tell()
    asha.get("/checkout/contact")
    assert asha.last.one("input", id="phone")["value"] == "0700 000 012", "tidied"
    assert not _title(asha.last).startswith("Error:")


def test_a_landmark_is_asked_for_in_words(asha: Shopper) -> None:
    asha.tell()
    assert asha.send_to(landmark=" ").status_code == 422
    says = "Tell us a landmark so the agent can find you"
    assert says in asha.last.one("div", id="problem").text
    assert says in asha.last.one("p", id="landmark-error").text
    assert asha.last.one("input", id="area")["value"] == "Kilimani"


def test_a_town_s_ways_come_by_script_and_without(asha: Shopper) -> None:
    asha.tell()
    asha.get("/checkout/delivery")
    assert asha.last.all("input", name="delivery_method") == []
    typed = {"town": "Mombasa", "area": "", "landmark": "By the well", "update": "1"}
    part = asha.post("/checkout/delivery", typed, **UPDATE)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert asha.last.one("fieldset", id="delivery-choice")
    assert asha.last.one("div", id="checkout-summary")["hx-swap-oob"] == "true"
    assert [one["value"] for one in asha.last.all("option")] == ["Nyali"]
    plain = asha.post("/checkout/delivery", typed)
    assert (plain.status_code, plain.location) == (303, "/checkout/delivery")
    asha.get("/checkout/delivery")
    assert [one["value"] for one in asha.last.all("input", name="delivery_method")] == [
        "home", "pickup",
    ]  # fmt: skip
    assert asha.last.one("textarea", id="landmark").text == "By the well"
    assert not _title(asha.last).startswith("Error:"), "looking at a town is no mistake"
    assert asha.get("/checkout/payment").location == "/checkout/delivery", "nothing was answered"


def test_the_cart_s_town_is_chosen_already(app: Flask) -> None:
    guest = shopper(app, [(variant("sale-throw"), 1)], town="Mombasa")
    guest.tell()
    guest.get("/checkout/delivery")
    chosen = [one["value"] for one in guest.last.all("option") if "selected" in one.attributes]
    assert chosen == ["Mombasa"]
    assert not _title(guest.last).startswith("Error:")
    guest.send_to(town="nairobi ")
    assert guest.checkout is not None
    assert guest.get("/checkout").location == "/checkout/payment"


def test_each_way_says_what_it_costs_and_when(asha: Shopper, clock: Hands) -> None:
    asha.tell()
    asha.get("/checkout/delivery")
    asha.post("/checkout/delivery", {"town": "Nairobi", "update": "1"})
    asha.get("/checkout/delivery")
    home, pickup = [
        " ".join(_plain(one.text).split()) for one in asha.last.all("label", class_="option")
    ]
    assert home == "Home delivery Free Monday 23 or Tuesday 24 Nov"
    assert pickup == "Pick-up Free Ready today Biashara Street"


def test_who_fetches_it_needs_no_address(asha: Shopper) -> None:
    asha.tell()
    answer = asha.send_to(delivery_method="pickup", area="", landmark="")
    assert answer.location == "/checkout/payment"
    assert "Cash when you collect it" in asha.get("/checkout/payment").text
    assert asha.order().status_code == 303
    assert orders()[0].delivery_kind == "pickup"


def test_somebody_else_and_a_note(asha: Shopper) -> None:
    asha.tell(recipient_name="Juma Otieno", recipient_phone="+254 711 000 013")
    asha.send_to(note="Ring twice\r\n\r\nthen  wait")
    asha.get("/checkout/payment")
    assert "For Juma Otieno, 0711 000 013" in asha.last.one("dl", id="checkout-done").text
    asha.order()
    (order,) = orders()
    assert (order.recipient_name, order.recipient_phone) == ("Juma Otieno", "+254711000013")
    assert order.note == "Ring twice\n\nthen wait"


def test_goods_are_kept_from_the_delivery_step_on(asha: Shopper, clock: Hands) -> None:
    throw = variant("ring-throw").id
    asha.tell()
    assert levels()[throw][2] == 0
    asha.send_to()
    assert levels()[throw][2] == 1
    kept = asha.checkout
    assert kept is not None
    assert kept.hold_until == clock.now + timedelta(minutes=10)
    asha.get("/checkout/payment")
    assert "until 15:10" in asha.last.one("div", class_="checkout-notes").text
    clock.forward(minutes=8)
    asha.post("/checkout/payment", {"payment_method": "transfer"})
    kept = asha.checkout
    assert kept is not None
    assert kept.hold_until == clock.now + timedelta(minutes=10)
    asha.get("/checkout/payment")
    assert asha.last_form()["payment_method"] == "transfer"


def test_too_little_is_told_with_what_there_is(app: Flask) -> None:
    cushion = variant("low-cushion")
    guest = shopper(app, [(cushion, 2)])
    guest.tell()
    hold("somebody", {cushion.id: 1})
    answer = guest.send_to()
    assert answer.status_code == 409
    problem = guest.last.one("div", id="problem")
    assert "Of “Low cushion (Madder)” only 1 can be had, and you want 2." in problem.text
    assert CART in [one["href"] for one in guest.last.all("a")]
    assert guest.last.one("textarea", id="landmark").text == ADDRESS["landmark"]
    guest.get("/checkout/payment")
    assert guest.order().status_code == 409
    assert "only 1 can be had" in guest.last.one("main").text
    assert orders() == []


def test_change_leads_straight_back(asha: Shopper) -> None:
    asha.arrive()
    links = [one["href"] for one in asha.last.all("a", class_="link")]
    assert {"/checkout/contact", "/checkout/delivery"} <= set(links)
    assert asha.tell(name="Asha M.").location == "/checkout/payment"


def test_a_card_leads_to_its_gateway(asha: Shopper) -> None:
    asha.arrive()
    button = asha.last.all("button", type="submit")[-1]
    assert "Place order" in button.text
    assert "Pay KSh" in _plain(button.text)
    answer = asha.order(payment_method="test")
    assert answer.status_code == 303
    assert "/test-gateway/" in answer.location
    assert asha.get("/checkout").location == order_path(orders()[0].public_id)


def test_the_terms_are_linked_where_there_are_any(asha: Shopper) -> None:
    page = asha.arrive()
    assert "/pages/terms" not in [one["href"] for one in page.all("a")]
    with unit_of_work():
        content.write("terms", {"en": "Terms"}, {"en": "Be kind."}, position=2)
    asha.get("/checkout/payment")
    assert "/pages/terms" in [one["href"] for one in asha.last.all("a")]


def test_a_download_is_asked_for_no_address(app: Flask) -> None:
    with unit_of_work():
        song = product(name={"en": "Song"}, kind=ProductKind.DIGITAL, price=90_000)
    guest = shopper(app, [(variants_of(song)[0], 1)])
    assert guest.tell().location == "/checkout/payment"
    assert guest.get("/checkout/delivery").location == "/checkout/payment"
    guest.get("/checkout/payment")
    assert [one["value"] for one in guest.last.all("input", name="payment_method")] == [
        "transfer", "test",
    ]  # fmt: skip
    assert guest.order().status_code == 303
    (order,) = orders()
    assert (order.total_minor, order.town, order.delivery_kind) == (90_000, "", "download")
    assert violations() == []


def test_a_second_tab_sees_what_the_first_did(asha: Shopper) -> None:
    first = asha.arrive()
    asha.get("/checkout/payment")
    form = asha.last_form(first)
    assert asha.post("/checkout/completion", form).status_code == 303
    page = order_path(orders()[0].public_id)
    assert asha.post("/checkout/completion", form).location == page
    for path in ("/checkout", *PATHS.values()):
        assert asha.get(path).location == page
    assert asha.tell(name="Somebody").location == page
    assert len(orders()) == 1
    assert orders()[0].name == "Asha Mwangi"


def test_pages_cost_few_statements(asha: Shopper, query_counter: Counter) -> None:
    asha.arrive()
    for path in PATHS.values():
        asha.get(path)
        with query_counter() as counted:
            asha.get(path)
        assert counted.total <= 10, f"{path}\n{counted}"
    for send in (asha.tell, asha.send_to):
        with query_counter() as counted:
            send()
        assert counted.total <= 25, str(counted)
    asha.get("/checkout/payment")
    with query_counter() as counted:
        asha.order()
    assert counted.total <= 25 + 3 * 2, str(counted)


def test_pages_are_light(app: Flask) -> None:
    put_files("#22307a")
    lines = [(variant(slug), 1) for slug in ("ring-throw", "sale-throw", "low-cushion")]
    guest = shopper(app, [*lines, (variant("kitenge-indigo"), 150)], language="fr")
    guest.arrive()
    for path in PATHS.values():
        size = len(brotli.compress(guest.get(path).get_data(), quality=1))
        assert size < 8_000, (path, size)


def test_the_pages_in_french(asha: Shopper) -> None:
    asha.language = "fr"
    asha.arrive()
    for path, word in zip(PATHS.values(), ("Téléphone", "Ville", "payer"), strict=True):
        asha.get(path)
        words = asha.last.one("body").text
        assert asha.last.one("html")["lang"] == "fr"
        assert word.lower() in words.lower(), path
    assert CONTACT["name"] in words
