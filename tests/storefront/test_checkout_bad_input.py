"""Bad input at the checkout: a sentence that says what to do, and nothing half written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from shop.domain.cart import actions as carts
from shop.domain.cart.queries import items
from shop.domain.catalogue.actions import publication
from shop.domain.catalogue.models import Product, Variant
from shop.domain.shipping.actions import close_zone
from shop.kernel import signing
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from shop.storefront.checkout.visit import CART, PATHS
from shop.web.rate_limit import limiter
from tests.factories.checkout import (
    ADDRESS,
    CONTACT,
    Shopper,
    orders,
    selling,
    shopper,
    variant,
)
from tests.factories.inventory import levels

NB = "\N{NO-BREAK SPACE}"
LONG = "x" * 5_000
READ = "Some of this cannot be read. Type it again"
TEXTS = [
    ("contact", name) for name in ("phone", "name", "email", "recipient_name", "recipient_phone")
] + [("delivery", name) for name in ("area", "landmark", "note")]


@pytest.fixture(autouse=True)
def _open(database: object) -> Iterator[None]:
    selling()
    limiter.reset()
    yield
    limiter.reset()


@pytest.fixture
def asha(app: Flask) -> Shopper:
    """Return somebody with a throw in her cart."""
    return shopper(app, [(variant("sale-throw"), 1)])


def _send(asha: Shopper, step: str, **more: str) -> int:
    if step == "contact":
        return asha.tell(**more).status_code
    asha.tell()
    return asha.send_to(**more).status_code


def _nothing_ordered() -> bool:
    return orders() == [] and {allocated for _here, allocated, _held in levels().values()} == {0}


@pytest.mark.parametrize(("step", "field"), TEXTS)
@pytest.mark.parametrize(
    ("value", "says"),
    [("As\x00ha", READ), ("As\x1bha", READ), ("As\ufffdha", READ), (LONG, "Use at most")],
    ids=["nul", "escape", "broken", "long"],
)
def test_what_cannot_be_read_is_asked_for_again(
    asha: Shopper, step: str, field: str, value: str, says: str
) -> None:
    assert _send(asha, step, **{field: value}) == 422
    assert says in asha.last.one("p", id=f"{field}-error").text
    assert asha.last.one("title").text.startswith("Error:")
    assert "\x00" not in asha.get(PATHS["contact"]).text  # type: ignore[index]  # a Step is its text
    assert _nothing_ordered()


@pytest.mark.parametrize(("step", "field"), TEXTS)
def test_marks_that_nobody_sees_are_left_out(asha: Shopper, step: str, field: str) -> None:
    good = {
        "phone": "0700 000 012", "recipient_phone": "0711 000 013", "email": "asha@example.com"
    }  # fmt: skip
    value = "\u202e\u2066" + good.get(field, "Green gate") + "\u2069\u202c\u200b\ufeff"
    more = {"recipient_name": "Juma", "recipient_phone": "0711000013"} if "rec" in field else {}
    assert _send(asha, step, **(more | {field: value})) == 303
    kept = asha.checkout
    assert kept is not None
    stored = getattr(kept.answers, field)
    assert stored
    assert stored.isascii()


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", '" onfocus="alert(1)', "{{ 7*7 }}", "'; DROP TABLE"]
)
def test_a_name_is_a_text_and_nothing_else(asha: Shopper, value: str) -> None:
    assert asha.tell(name=value, email="no").status_code == 422
    assert asha.last.one("input", id="name")["value"] == value
    asha.tell(name=value)
    asha.send_to()
    answer = asha.get("/checkout/payment")
    assert "<script>alert" not in answer.text
    assert value in asha.last.one("dl", id="checkout-done").text
    assert asha.order().status_code == 303


@pytest.mark.parametrize("value", ["Asha\r\nBcc: all@example.com", "a@b.co\nBcc: c@d.co"])
def test_a_line_stays_a_line(asha: Shopper, value: str) -> None:
    asha.tell(name=value, email=value)
    assert asha.checkout is None or "\n" not in asha.checkout.answers.name + (
        asha.checkout.answers.email
    )
    assert asha.last.one("p", id="email-error")


def test_unknown_fields_and_second_values_change_nothing(asha: Shopper) -> None:
    extra = {"key": "mine", "cart_id": "1", "order_id": "7", "status": "placed", "typed": "{}"}
    asha.tell(**extra)
    asha.client.post(
        "/checkout/contact",
        data={**CONTACT, "name": ["First", "Second"]},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    kept = asha.checkout
    assert kept is not None
    assert kept.answers.name == "First"
    assert kept.order_id is None
    assert kept.key != "mine"


@pytest.mark.parametrize("field", ["town", "delivery_method"])
@pytest.mark.parametrize("value", ["", "nowhere", "\x00", LONG, "<b>", "1 OR 1=1"])
def test_a_choice_that_is_none_is_asked_again(asha: Shopper, field: str, value: str) -> None:
    asha.tell()
    assert asha.send_to(**{field: value}).status_code == 422
    assert asha.last.one("div", id="problem")
    assert asha.last.one("textarea", id="landmark").text == ADDRESS["landmark"]
    assert levels()[variant("sale-throw").id][2] == 0


@pytest.mark.parametrize("value", ["", "shells", "\x00", LONG])
def test_a_way_to_pay_that_is_none_is_asked_again(asha: Shopper, value: str) -> None:
    asha.arrive()
    form = asha.last_form()
    for path in ("/checkout/payment", "/checkout/completion"):
        assert asha.post(path, form | {"payment_method": value}).status_code == 422
        assert "Choose how you want to pay" in asha.last.one("div", id="problem").text
    assert _nothing_ordered()


@pytest.mark.parametrize("sent", ["1", "0", "-1", "", "abc", "1.5", "9" * 30, "\x00", "٣"])
def test_a_tampered_sum_is_told_and_orders_nothing(asha: Shopper, sent: str) -> None:
    asha.arrive()
    answer = asha.order(expected_total=sent)
    assert answer.status_code == 409
    assert "The total has changed" in asha.last.one("h1").text
    assert f"KSh{NB}2,050" in asha.last.one("main").text
    assert "Nothing was ordered yet" in asha.last.one("main").text
    assert _nothing_ordered()
    asha.get("/checkout/payment")
    assert asha.order().status_code == 303


@pytest.mark.parametrize("sent", ["", "nothing", "x=y tax=-1 9=9", "\x00", LONG, "delivery=" * 99])
def test_a_tampered_memory_only_confuses_its_owner(asha: Shopper, sent: str) -> None:
    asha.arrive()
    assert asha.order(seen=sent, expected_total="1").status_code == 409
    asha.get("/checkout/payment")
    assert asha.order(seen=sent).status_code == 303


def test_a_changed_price_is_explained(asha: Shopper) -> None:
    asha.arrive()
    form = asha.last_form()
    with unit_of_work():
        session().get_one(Variant, variant("sale-throw").id).price_minor = 190_000
        session().flush()
    assert asha.post("/checkout/completion", form).status_code == 409
    said = asha.last.one("main").text.replace(NB, " ")
    assert "It was KSh 2,050 and is now KSh 2,150." in said
    assert "Sale throw KSh 1,800 KSh 1,900" in asha.last.one("tbody").text.replace(NB, " ")
    assert "/checkout/payment" in [one["href"] for one in asha.last.all("a")]
    assert _nothing_ordered()


def test_what_is_no_longer_sold_is_named(asha: Shopper) -> None:
    asha.arrive()
    form = asha.last_form()
    with unit_of_work():
        publication.archive(session().get_one(Product, variant("sale-throw").product_id))
    assert asha.post("/checkout/completion", form).status_code == 409
    said = asha.last.one("main").text
    assert "“Sale throw” is no longer sold. Take it out of your cart." in said
    assert CART in [one["href"] for one in asha.last.all("a")]
    assert _nothing_ordered()


def test_a_closed_zone_asks_for_another_town(asha: Shopper) -> None:
    asha.arrive()
    form = asha.last_form()
    with unit_of_work():
        close_zone("cities")
    answer = asha.post("/checkout/completion", form)
    assert (answer.status_code, answer.location) == (303, "/checkout/delivery")
    asha.get("/checkout/delivery")
    assert asha.last.one("title").text.startswith("Error:")
    assert "does not deliver" in asha.last.one("div", id="problem").text
    assert asha.last.one("textarea", id="landmark").text == ADDRESS["landmark"]
    assert _nothing_ordered()


def test_an_emptied_cart_leads_to_the_cart(asha: Shopper) -> None:
    asha.arrive()
    form = asha.last_form()
    with unit_of_work():
        carts.remove(asha.head.id, items(asha.head.id)[0].line_id)
    assert asha.post("/checkout/completion", form).location == CART
    assert _nothing_ordered()


def test_somebody_else_s_form_orders_nothing(app: Flask, asha: Shopper) -> None:
    asha.arrive()
    form = asha.last_form()
    thief = shopper(app, [(variant("ring-throw"), 1)])
    thief.arrive()
    answer = thief.post("/checkout/completion", form)
    assert answer.status_code == 409
    assert "belongs to an earlier cart" in thief.last.one("main").text
    assert _nothing_ordered()
    assert asha.post("/checkout/completion", form).status_code == 303
    after = thief.post("/checkout/completion", form)
    assert after.status_code == 409, "nor does it lead to somebody else's order"
    assert len(orders()) == 1


@pytest.mark.parametrize("cookie", ["", "crt_1", "x" * 900, "crt_1.forged", "\u00e9"])
def test_a_forged_cart_is_no_cart(app: Flask, asha: Shopper, cookie: str) -> None:
    stranger = app.test_client()
    stranger.set_cookie("duka_cart", cookie)
    for path in PATHS.values():
        assert stranger.get(path).location == CART
    answer = stranger.post(
        "/checkout/completion", data={}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.location == CART
    assert signing.unsign("cart", signing.sign("order", asha.head.public_id)) is None


def test_a_form_of_another_site_is_refused(asha: Shopper) -> None:
    asha.arrive()
    form = asha.last_form()
    answer = asha.post("/checkout/completion", form, **{"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert _nothing_ordered()


def test_nobody_orders_without_end(asha: Shopper) -> None:
    asha.arrive()
    form = asha.last_form() | {"expected_total": "1"}
    tries = [asha.post("/checkout/completion", form).status_code for _try in range(11)]
    assert tries == [409] * 10 + [429]
    assert _nothing_ordered()


def test_one_address_may_hold_many_shoppers(app: Flask, asha: Shopper) -> None:
    for _shopper in range(6):
        guest = shopper(app, [(variant("ring-throw"), 1)])
        tries = [guest.post("/checkout/completion", {}).status_code for _try in range(10)]
        assert 429 not in tries
    assert asha.post("/checkout/completion", {}).status_code == 429


def test_a_form_of_an_ended_session_loses_nothing(asha: Shopper) -> None:
    asha.get("/checkout/contact")
    asha.client.set_cookie("duka_session", "of-another-day")
    assert asha.tell(csrf_token="old").location == "/checkout/delivery"
    asha.client.set_cookie("duka_session", "of-another-day")
    refused = asha.post("/checkout/contact", CONTACT, **{"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
