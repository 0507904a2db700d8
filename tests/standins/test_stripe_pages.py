"""The hosted page of the pretended Stripe: every button, in any state, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest

from shop.kernel.money import Money
from shop.standins.stripe import payments, sessions
from tests.support.stripe import Stripe, pretended, request_for

Answer = tuple[int, str, dict[str, str]]


@pytest.fixture
def stripe() -> Iterator[Stripe]:
    with pretended() as made:
        yield made


@pytest.fixture
def reference(stripe: Stripe) -> str:
    """Return a session that waits to be paid."""
    asked = request_for(Money(145000, "KES"), email="asha@example.com")
    return stripe.gateway.start(asked).reference


def _ask(stripe: Stripe, path: str, **form: str) -> Answer:
    line = HTTPConnection(urlsplit(stripe.url).netloc, timeout=5)
    sent = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        line.request("POST" if form else "GET", path, urlencode(form) if form else None, sent)
        answer = line.getresponse()
        return answer.status, answer.read().decode(), dict(answer.headers)
    finally:
        line.close()


def test_it_says_what_is_to_be_paid_and_where_forms_end(stripe: Stripe, reference: str) -> None:
    status, drawn, headers = _ask(stripe, f"/c/pay/{reference}")
    assert status == 200
    assert "Order D-20261120-0001" in drawn
    assert "asha@example.com" in drawn
    assert "form-action 'self' http://127.0.0.1:9" in headers["Content-Security-Policy"]
    assert "script" not in drawn


@pytest.mark.parametrize("act", ["pay", "twice", "late", "silent", "slow", "bounces"])
def test_it_leads_back_to_the_shop(act: str, stripe: Stripe, reference: str) -> None:
    status, _drawn, headers = _ask(stripe, f"/c/pay/{reference}", act=act)
    assert (status, headers["Location"]) == (303, "http://127.0.0.1:9/orders/x/return")


def test_the_way_back_can_be_lost(stripe: Stripe, reference: str) -> None:
    status, drawn, headers = _ask(stripe, f"/c/pay/{reference}", act="lost")
    assert (status, "Location" in headers) == (200, False)
    assert "The way back to the shop was lost." in drawn
    assert sessions.find(stripe.account, reference)["payment_status"] == "paid"


def test_a_refused_card_leaves_the_page_open(stripe: Stripe, reference: str) -> None:
    status, _drawn, headers = _ask(stripe, f"/c/pay/{reference}", act="refuse")
    assert (status, headers["Location"]) == (303, f"/c/pay/{reference}")
    assert "Your card was declined. Try another card." in _ask(stripe, f"/c/pay/{reference}")[1]


def test_a_double_click_pays_once(stripe: Stripe, reference: str) -> None:
    _ask(stripe, f"/c/pay/{reference}", act="pay")
    assert "This was paid already" in _ask(stripe, f"/c/pay/{reference}", act="pay")[1]
    assert len(stripe.account.store.all("charge")) == 1


def test_what_is_over_says_so(stripe: Stripe, reference: str) -> None:
    sessions.expire(stripe.account, reference)
    assert "This page has expired" in _ask(stripe, f"/c/pay/{reference}")[1]
    slow = stripe.gateway.start(request_for(Money(100, "KES"), idempotency_key="slow")).reference
    payments.delay(stripe.account, slow, bounces=False)
    assert "The bank is at work" in _ask(stripe, f"/c/pay/{slow}")[1]


def test_nonsense_is_refused(stripe: Stripe, reference: str) -> None:
    assert _ask(stripe, "/c/pay/cs_test_unknown")[0] == 404
    assert _ask(stripe, f"/c/pay/{reference}", act="steal")[0] == 400
    assert sessions.find(stripe.account, reference)["status"] == "open"


def test_the_account_can_be_looked_through(stripe: Stripe, reference: str) -> None:
    payments.pay(stripe.account, reference)
    drawn = _ask(stripe, "/")[1]
    assert "checkout.session.completed" in drawn
    intent = sessions.find(stripe.account, reference)["payment_intent"]
    assert _ask(stripe, f"/_standin/refunds/{intent}", sure="1")[0] == 303
    told = stripe.told()[-1].fact
    assert told is not None
    assert told.refunded == Money(145000, "KES")
    due = len(stripe.account.store.due())
    event = stripe.event("charge.refunded")["id"]
    assert _ask(stripe, f"/_standin/events/{event}", sure="1")[0] == 303
    assert len(stripe.account.store.due()) == due + 1
