"""The pretended Stripe keeps to the documented protocol: a wrong request is refused like there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPConnection, RemoteDisconnected
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from shop.kernel import clock
from shop.standins.stripe.forms import decode
from shop.standins.stripe.problems import Problem
from tests.support.hands import Hands
from tests.support.stripe import KEY, Stripe, pretended

SESSIONS = "/v1/checkout/sessions"
GOOD = {
    "mode": "payment",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "kes",
    "line_items[0][price_data][unit_amount]": "145000",
    "line_items[0][price_data][product_data][name]": "Order D-1",
    "success_url": "https://shop.example/thanks",
    "client_reference_id": "pay_1",
    "payment_intent_data[metadata][payment]": "pay_1",
}
Answer = tuple[int, dict[str, Any], dict[str, str]]


@pytest.fixture
def stripe() -> Iterator[Stripe]:
    with pretended() as made:
        yield made


def _call(
    stripe: Stripe, method: str, path: str, form: dict[str, str] | None = None, **headers: str
) -> Answer:
    line = HTTPConnection(urlsplit(stripe.url).netloc, timeout=5)
    sent = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/x-www-form-urlencoded"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        line.request(method, path, urlencode(form or {}) if method == "POST" else None, sent)
        answer = line.getresponse()
        return answer.status, json.loads(answer.read()), dict(answer.headers)
    finally:
        line.close()


def _made(stripe: Stripe, **changes: str) -> dict[str, Any]:
    status, body, _headers = _call(stripe, "POST", SESSIONS, GOOD | changes)
    assert status == 200, body
    return body


def test_nested_parameters_are_read() -> None:
    tree = decode(
        [("a[0][b]", "1"), ("a[1][b]", "2"), ("m[x]", "y"), ("expand[]", "p"), ("expand[]", "q")]
    )
    assert tree == {"a": [{"b": "1"}, {"b": "2"}], "m": {"x": "y"}, "expand": ["p", "q"]}


@pytest.mark.parametrize("name", ["a[", "a]b", "[x]", "a[b]c", ""])
def test_names_that_are_none_are_refused(name: str) -> None:
    with pytest.raises(Problem):
        decode([(name, "1")])


def test_a_name_cannot_be_a_text_and_a_group() -> None:
    with pytest.raises(Problem):
        decode([("a", "1"), ("a[b]", "2")])


@pytest.mark.parametrize("given", ["", "Bearer sk_test_other", "Basic !", "Bearer"])
def test_a_foreign_key_is_refused(given: str, stripe: Stripe) -> None:
    status, body, _headers = _call(stripe, "GET", f"{SESSIONS}/cs_test_1", Authorization=given)
    assert (status, body["error"]["type"]) == (401, "invalid_request_error")
    assert "sk_test_other" not in body["error"]["message"]


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"mode": "pay"}, None, "mode"),
        ({"colour": "red"}, "parameter_unknown", "colour"),
        ({"success_url": ""}, "parameter_invalid_empty", "success_url"),
        ({"success_url": "thanks"}, "url_invalid", "success_url"),
        ({"customer_email": "asha"}, "email_invalid", "customer_email"),
        ({"locale": "klingon"}, None, "locale"),
        ({"line_items[0][quantity]": "0"}, "parameter_invalid_integer", "line_items[0][quantity]"),
        (
            {"line_items[0][price_data][unit_amount]": "12.5"},
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
        ),
        (
            {"line_items[0][price_data][currency]": "iqd"},
            None,
            "line_items[0][price_data][currency]",
        ),
        (
            {"line_items[0][price_data][colour]": "red"},
            "parameter_unknown",
            "line_items[0][price_data][colour]",
        ),
        ({"metadata[" + "x" * 41 + "]": "1"}, None, "metadata"),
        ({"metadata[x]": "y" * 501}, None, "metadata"),
        ({"client_reference_id": "x" * 201}, None, "client_reference_id"),
        ({"expires_at": "1"}, None, None),
    ],
)
def test_wrong_parameters_are_named(
    changes: dict[str, str], code: str | None, param: str | None, stripe: Stripe
) -> None:
    status, body, _headers = _call(stripe, "POST", SESSIONS, GOOD | changes)
    error = body["error"]
    assert (status, error["type"]) == (400, "invalid_request_error")
    assert (error.get("code"), error.get("param")) == (code, param)


@pytest.mark.parametrize("name", ["mode", "success_url", "line_items[0][quantity]"])
def test_what_is_needed_is_asked_for(name: str, stripe: Stripe) -> None:
    form = {other: value for other, value in GOOD.items() if other != name}
    status, body, _headers = _call(stripe, "POST", SESSIONS, form)
    assert (status, body["error"]["code"]) == (400, "parameter_missing")
    assert body["error"]["param"] == name


@pytest.mark.parametrize(
    ("currency", "amount", "code"),
    [
        ("usd", "49", "amount_too_small"),
        ("ugx", "550", "invalid_charge_amount_no_decimal_compatible"),
        ("kwd", "5124", None),
        ("kes", "9" * 13, "amount_too_large"),
    ],
)
def test_sums_that_cannot_be_charged_are_refused(
    currency: str, amount: str, code: str | None, stripe: Stripe
) -> None:
    changes = {
        "line_items[0][price_data][currency]": currency,
        "line_items[0][price_data][unit_amount]": amount,
    }
    status, body, _headers = _call(stripe, "POST", SESSIONS, GOOD | changes)
    assert (status, body["error"].get("code")) == (400, code)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{SESSIONS}/cs_test_unknown"),
        ("POST", f"{SESSIONS}/cs_test_unknown/expire"),
        ("GET", "/v1/payment_intents/pi_unknown"),
        ("POST", "/v1/customers"),
        ("DELETE", SESSIONS),
    ],
)
def test_what_is_not_there_is_not_found(method: str, path: str, stripe: Stripe) -> None:
    assert _call(stripe, method, path)[0] == 404


def test_a_key_repeats_the_first_answer_for_a_day(stripe: Stripe) -> None:
    first = _call(stripe, "POST", SESSIONS, GOOD, Idempotency_Key="k")
    again = _call(stripe, "POST", SESSIONS, GOOD, Idempotency_Key="k")
    assert again[:2] == first[:2]
    assert again[2]["Idempotent-Replayed"] == "true"
    other = _call(stripe, "POST", SESSIONS, GOOD | {"locale": "fr"}, Idempotency_Key="k")
    assert (other[0], other[1]["error"]["type"]) == (400, "idempotency_error")
    elsewhere = _call(stripe, "POST", "/v1/refunds", {}, Idempotency_Key="k")
    assert elsewhere[1]["error"]["type"] == "idempotency_error"
    assert len(stripe.account.store.all("checkout.session")) == 1


def test_parameters_that_do_not_hold_leave_the_key_free(stripe: Stripe) -> None:
    bad = _call(stripe, "POST", SESSIONS, GOOD | {"mode": "pay"}, Idempotency_Key="k")
    good = _call(stripe, "POST", SESSIONS, GOOD, Idempotency_Key="k")
    assert (bad[0], good[0]) == (400, 200)


def test_a_failure_on_their_side_is_repeated_too(stripe: Stripe) -> None:
    stripe.trouble("broken")
    first = _call(stripe, "POST", SESSIONS, GOOD, Idempotency_Key="k")
    again = _call(stripe, "POST", SESSIONS, GOOD, Idempotency_Key="k")
    assert (first[0], again[0], again[2]["Idempotent-Replayed"]) == (500, 500, "true")


def test_a_key_has_an_end(stripe: Stripe) -> None:
    assert _call(stripe, "POST", SESSIONS, GOOD, Idempotency_Key="k" * 255)[0] == 200
    assert _call(stripe, "POST", SESSIONS, GOOD, Idempotency_Key="k" * 256)[0] == 400


def test_a_lost_answer_is_lost_after_the_work(stripe: Stripe) -> None:
    stripe.trouble("lose")
    with pytest.raises((RemoteDisconnected, ConnectionError)):
        _call(stripe, "POST", SESSIONS, GOOD, Idempotency_Key="k")
    assert len(stripe.account.store.all("checkout.session")) == 1


def test_what_is_linked_is_shown_when_asked_for(stripe: Stripe) -> None:
    reference = _made(stripe)["id"]
    pay = HTTPConnection(urlsplit(stripe.url).netloc, timeout=5)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    pay.request("POST", f"/c/pay/{reference}", "act=pay", form)
    answer = pay.getresponse()
    assert (answer.status, answer.headers["Location"]) == (303, GOOD["success_url"])
    pay.close()
    bare = _call(stripe, "GET", f"{SESSIONS}/{reference}")[1]
    assert bare["payment_intent"].startswith("pi_")
    full = _call(stripe, "GET", f"{SESSIONS}/{reference}?expand[]=payment_intent.latest_charge")[1]
    assert full["payment_intent"]["latest_charge"]["metadata"] == {"payment": "pay_1"}
    assert not [name for name in full if name.startswith("_")]


def test_only_an_open_session_is_expired(stripe: Stripe) -> None:
    reference = _made(stripe)["id"]
    first = _call(stripe, "POST", f"{SESSIONS}/{reference}/expire")
    assert (first[0], first[1]["status"], first[1]["url"]) == (200, "expired", None)
    again = _call(stripe, "POST", f"{SESSIONS}/{reference}/expire")
    assert (again[0], again[1]["error"]["type"]) == (400, "invalid_request_error")
    assert [event["type"] for event in stripe.account.events()] == ["checkout.session.expired"]


def test_a_session_expires_by_itself(stripe: Stripe, clock: Hands) -> None:
    reference = _made(stripe, expires_at=str(int(clock.now.timestamp()) + 1800))["id"]
    clock.forward(minutes=31)
    assert _call(stripe, "GET", f"{SESSIONS}/{reference}")[1]["status"] == "expired"


def test_deadlines_have_bounds(stripe: Stripe) -> None:
    for ahead, status in (
        (timedelta(minutes=29), 400),
        (timedelta(hours=23), 200),
        (timedelta(hours=25), 400),
    ):
        moment = str(int((clock.now() + ahead).timestamp()))
        assert _call(stripe, "POST", SESSIONS, GOOD | {"expires_at": moment})[0] == status


def test_it_listens_on_this_machine_only(stripe: Stripe) -> None:
    assert urlsplit(stripe.url).hostname == "127.0.0.1"
