"""The page of an order in each of its states, what can be done on it, and the way back to it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.domain.ledger.actions import post_capture, post_refund
from shop.domain.orders import links, queries
from shop.domain.orders.actions.annotate import annotate
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.confirm import confirm
from shop.domain.orders.actions.expire import expire
from shop.domain.orders.actions.hold import hold
from shop.domain.orders.actions.moves import record
from shop.domain.orders.actions.recompute import recompute
from shop.domain.orders.actions.secure import secure
from shop.domain.orders.draft import Contact, Recipient
from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import Happening, HoldReason, NoteKind, OrderStatus, TaskKind
from shop.domain.settings.actions import change
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import CASH, MOTORBIKE, ONLINE, TRANSFER, goods, placed, seen
from tests.storefront.reading import Page
from tests.support.counting import Counted
from tests.support.hands import Hands

SAME = {"Sec-Fetch-Site": "same-origin"}
NB = "\N{NO-BREAK SPACE}"
TOTAL = f"KSh{NB}1,700"


@pytest.fixture(autouse=True)
def _noon(database: object, clock: Hands) -> None:
    """Stop the clock at noon, when it is 15:00 in Nairobi."""


def _placed(**more: object) -> Placed:
    with unit_of_work():
        return placed([(goods(5, name={"en": "Ring throw", "fr": "Jeté"}), 1)], **more)


def _path(order: Placed) -> str:
    return links.order_path(order.public_id)


def _words(answer: TestResponse) -> str:
    plain = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r"[ \t\r\n]+", " ", html.unescape(plain))


def _page(client: FlaskClient, order: Placed) -> tuple[str, Page]:
    answer = client.get(_path(order))
    assert answer.status_code == 200
    return _words(answer), Page(answer.text)


def _pay(order: Placed, minor: int = 170_000) -> None:
    data = {"payment": "pay_x", "amount": [minor, "KES"], "method": "test"}
    record(order.id, Happening.PAID, data=data)
    post_capture(order.id, order.id, "test", Money(minor, "KES"))
    recompute(order.id)


def test_cash_on_delivery_says_what_to_prepare(client: FlaskClient) -> None:
    words, page = _page(client, _placed(payment=CASH, note="Ring twice"))
    for said in (
        "Thank you.", "Order D-20261120-0001", "Pending", "Cash due",
        f"Today at 15:00. 1 item, {TOTAL}.", "We will call 0700 000 012 before we send it.",
        "Monday 23 or Tuesday 24 Nov", "Have this amount ready:", "Ring throw",
        f"1 × KSh{NB}1,450", "Kilimani, Nairobi", "Green gate after the mosque", "Ring twice",
        "Asha Mwangi, 0700 000 012", "asha@example.com", "Order placed",
    ):  # fmt: skip
        assert said in words, said
    assert page.one("p", class_="order-amount").text == TOTAL
    assert [one.text for one in page.all("h1")] == ["Thank you."]
    assert page.all("form", data_form="order-pay") == []
    assert [time["datetime"] for time in page.all("time")] == ["2026-11-20T12:00:00+00:00"]


def test_pieces_are_counted_as_the_cart_counts_them(client: FlaskClient) -> None:
    with unit_of_work():
        order = placed([(goods(9, name={"en": "Ring throw"}), 3)], payment=CASH)
    assert " 3 items, " in _page(client, order)[0]


def test_what_is_collected_waits_in_the_shop(client: FlaskClient) -> None:
    with unit_of_work():
        change({"address": "Biashara Street"})
    order = _placed(payment=CASH, delivery=replace(MOTORBIKE, kind="pickup"))
    words = _page(client, order)[0]
    assert "Where Biashara Street " in words
    assert "Kilimani" not in words


def test_the_thanks_are_over_after_an_hour(client: FlaskClient, clock: Hands) -> None:
    order = _placed(payment=CASH)
    clock.forward(minutes=61)
    words, page = _page(client, order)
    assert "Thank you." not in words
    assert page.one("h1").text == f"Order {order.number}"


def _fold(order: Placed) -> None:
    confirm(order.id, "ann")


def _lapse(order: Placed) -> None:
    expire(order.id)


def _found_gone(order: Placed) -> None:
    expire(order.id)
    _pay(order)
    hold(order.id, HoldReason.PAID_WITHOUT_STOCK, TaskKind.STOCK, "internal words")


def _paid(order: Placed) -> None:
    _pay(order)
    secure(order.id)


def _part(order: Placed) -> None:
    _pay(order, 100_000)
    hold(order.id, HoldReason.UNDERPAID, TaskKind.REVIEW)


def _too_much(order: Placed) -> None:
    _pay(order, 180_000)
    secure(order.id)
    hold(order.id, HoldReason.OVERPAID, TaskKind.REFUND)


def _looked_at(order: Placed) -> None:
    hold(order.id, HoldReason.REVIEW, TaskKind.REVIEW, "internal words")


def _cancelled(order: Placed) -> None:
    cancel(order.id, "customer")


def _cancelled_by_shop(order: Placed) -> None:
    _paid(order)
    cancel(order.id, "ann", "The dye ran.")


def _refunded(order: Placed) -> None:
    _cancelled_by_shop(order)
    record(order.id, Happening.REFUNDED, data={"amount": [170_000, "KES"]})
    post_refund(order.id, 1, "test", Money(170_000, "KES"))
    recompute(order.id)


STATES: dict[str, tuple[object, Callable[[Placed], None], tuple[str, ...], tuple[str, ...]]] = {
    "confirmed": (CASH, _fold, ("Confirmed", "Cash due", TOTAL), ("We will call",)),
    "expired": (
        replace(ONLINE, expires_minutes=0), _lapse,
        ("Expired", "not paid in time", "Go to the shop"), ("Cancel order", "Monday"),
    ),
    "paid without stock": (
        replace(ONLINE, expires_minutes=0), _found_gone,
        ("On hold", "Paid", "after the deadline", "pay your money back", f"{TOTAL} has arrived"),
        ("internal words", "Cancel order"),
    ),
    "paid": (ONLINE, _paid, ("Confirmed", "Paid", f"{TOTAL} paid"), ("Have this amount ready",)),
    "paid in part": (
        TRANSFER, _part,
        ("On hold", "Partly paid", f"KSh{NB}700 is still missing", f"KSh{NB}1,000 of {TOTAL}"),
        ("Pay another way",),
    ),
    "paid too much": (
        ONLINE, _too_much, ("On hold", "You have paid too much", "pay the rest back"), (),
    ),
    "looked at": (
        CASH, _looked_at, ("On hold", "We are looking at your order"), ("internal words",),
    ),
    "cancelled": (
        ONLINE, _cancelled,
        ("Cancelled", "Nothing was charged.", "You cancelled the order"), ("Cancel order",),
    ),
    "cancelled by the shop": (
        ONLINE, _cancelled_by_shop,
        (f"We will pay back {TOTAL}.", "The shop cancelled the order", "The dye ran."),
        ("Cancel order",),
    ),
    "refunded": (
        ONLINE, _refunded, ("Refunded", f"We have paid back {TOTAL}.", f"{TOTAL} paid back"), (),
    ),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_each_state_says_what_matters(client: FlaskClient, state: str) -> None:
    method, change, told, kept_quiet = STATES[state]
    order = _placed(payment=method)
    with unit_of_work():
        change(order)
    words, page = _page(client, order)
    body = words.partition("Skip to content")[2]
    for said in told:
        assert said in body, said
    for unsaid in kept_quiet:
        assert unsaid not in body, unsaid
    final = state in {"expired", "cancelled", "cancelled by the shop", "refunded"}
    polling = [one["hx-trigger"] for one in page.all("a", hx_target="#order")]
    assert bool(polling) != final
    french = client.get(_path(order), headers={"Accept-Language": "fr"})
    assert french.status_code == 200
    assert "Jeté" in french.text


def test_another_sees_nothing_without_the_link(client: FlaskClient) -> None:
    order, other = _placed(), _placed()
    signed = _path(order).rpartition("/")[2]
    public, _dot, signature = signed.partition(".")
    forged = [
        public, f"{public}.", f"{public}.{signature[:-1]}", f"{other.public_id}.{signature}",
        f"{signed}x", "ord_x.é", signature, f"{public}.{'A' * 500}", "x" * 3000,
    ]  # fmt: skip
    for text in forged:
        for suffix in ("", "/status", "/cancellation", "/return"):
            answer = client.get(f"/orders/{text}{suffix}")
            assert answer.status_code == 404, (text, suffix)
            assert order.number not in answer.text
        assert "Choose “Find your order” below" in client.get(f"/orders/{text}").text
        for suffix in ("/payments", "/cancellation"):
            assert client.post(f"/orders/{text}{suffix}", headers=SAME).status_code == 404
    assert seen(order).status is OrderStatus.PLACED
    assert len(signature) >= 43, "256 bits"


def test_the_page_travels_nowhere(client: FlaskClient) -> None:
    path = _path(_placed(payment=ONLINE))
    for answer in (
        client.get(path), client.get(f"{path}/status"), client.get(f"{path}/cancellation"),
        client.get(f"{path}/return"), client.get("/track"),
        client.post("/track", data={"number": "x", "contact": "y"}, headers=SAME),
        client.post(f"{path}/cancellation", headers=SAME),
    ):  # fmt: skip
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Robots-Tag"] == "noindex"
    assert Page(client.get(path).text).one("meta", name="robots")["content"] == "noindex"


def test_who_looks_again_gets_nothing_until_something_has_changed(client: FlaskClient) -> None:
    order = _placed(payment=ONLINE)
    again = _page(client, order)[1].one("a", hx_target="#order")
    etag = re.search(r'"If-None-Match": "(W/\\"\w+\\")"', again["hx-headers"])
    assert etag is not None
    known = {"If-None-Match": etag[1].replace("\\", "")}
    path = again["hx-get"]
    assert again["hx-trigger"] == "every 5s"
    same = client.get(path, headers=known)
    assert (same.status_code, same.data, same.headers["ETag"]) == (
        304, b"", known["If-None-Match"],
    )  # fmt: skip
    with unit_of_work():
        annotate(order.id, NoteKind.CUSTOMER, "It comes on Tuesday", "ann")
        annotate(order.id, NoteKind.INTERNAL, "Calls twice", "ann")
    news = client.get(path, headers=known)
    assert news.status_code == 200
    assert "It comes on Tuesday" in news.text
    assert "Calls twice" not in news.text
    assert "<html" not in news.text
    assert news.headers["ETag"] != known["If-None-Match"]
    assert client.get(path, headers={**known, "Accept-Language": "fr"}).status_code == 200


def test_looking_again_is_cheap(
    client: FlaskClient, query_counter: Callable[[], AbstractContextManager[Counted]]
) -> None:
    path = _path(_placed(payment=ONLINE))
    known = {"If-None-Match": client.get(f"{path}/status").headers["ETag"]}
    with query_counter() as counted:
        client.get(f"{path}/status", headers=known)
    assert counted.total <= 2, str(counted)
    with query_counter() as counted:
        client.get(path)
    assert counted.total <= 12, str(counted)


def test_the_price_is_explained(client: FlaskClient) -> None:
    words, page = _page(client, _placed(recipient=Recipient("Juma", "+254700000013")))
    told = page.one("details", id="explain").text
    assert f"Ring throw: 1 × KSh{NB}1,450 = KSh{NB}1,450" in told
    assert "Juma, 0700 000 013" in words


def test_a_hostile_name_stays_a_name(client: FlaskClient) -> None:
    evil = "<script>alert(1)</script>"
    contact = Contact("+254700000012", evil, "a@example.com")
    with unit_of_work():
        order = placed(contact=contact, note=evil)
        annotate(order.id, NoteKind.CUSTOMER, evil)
    answer = client.get(_path(order))
    assert evil not in answer.text
    assert evil in _words(answer)


def test_cancelling_asks_first(client: FlaskClient) -> None:
    order = _placed(payment=CASH)
    path = f"{_path(order)}/cancellation"
    asked = client.get(path)
    page = Page(asked.text)
    form = page.one("form", data_form="order-cancel")
    assert (form["action"], form["method"]) == (path, "post")
    keep = next(one for one in page.all("a") if one.text == "Keep order")
    assert keep.get("autofocus") is not None
    assert seen(order).status is OrderStatus.PLACED
    for _time in range(2):
        done = client.post(path, headers=SAME)
        assert (done.status_code, done.headers["Location"]) == (303, _path(order))
    assert seen(order).status is OrderStatus.CANCELLED
    again = client.get(path)
    assert (again.status_code, again.headers["Location"]) == (303, _path(order))
    history = [entry.kind for entry in queries.timeline(order.id)]
    assert history == ["cancelled", "placed"]


def test_another_site_cannot_cancel(client: FlaskClient) -> None:
    order = _placed()
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post(f"{_path(order)}/cancellation", headers=headers).status_code == 403
    assert seen(order).status is OrderStatus.PLACED


def test_a_product_can_be_ordered_in_a_chat(client: FlaskClient, clock: Hands) -> None:
    clock.forward(days=300)  # past the day on which the seeded shop was made
    page = Page(client.get("/p/ring-throw?colour=madder&size=s").text)
    link = next(one["href"] for one in page.all("a") if one.text == "Order by WhatsApp")
    assert link.startswith("https://wa.me/254700000000?text=I%20would%20like%20to%20order%3A")
    for part in ("Ring%20throw%2C%20Madder%2C%20S", "NY-THR-01-MADDER-S", "variant%3Dvar_"):
        assert part in link
