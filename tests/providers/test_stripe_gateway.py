"""The adapter against the pretended Stripe, over real HTTP: calls, repeats, trouble, secrets."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from shop.domain.payments.ports import (
    Declined,
    FactState,
    GatewayUnavailable,
    RefundRequest,
    RefundState,
)
from shop.kernel import clock as kernel_clock
from shop.kernel.money import Money
from shop.providers.payments.stripe.client import API_VERSION, Account
from shop.providers.payments.stripe.gateway import StripeGateway
from shop.standins.stripe import payments
from tests.support.stripe import KEY, SECRET, Stripe, request_for

PRICE = Money(145000, "KES")


def _session(stripe: Stripe, reference: str) -> dict[str, object]:
    asked = Request(f"{stripe.url}/v1/checkout/sessions/{reference}")
    asked.add_header("Authorization", f"Bearer {KEY}")
    with urlopen(asked) as answer:
        return dict(json.load(answer))


def _back(reference: str, minor: int, key: str) -> RefundRequest:
    return RefundRequest(
        reference=reference, amount=Money(minor, "KES"), idempotency_key=key, reason="torn seam"
    )


def test_a_session_carries_our_id_and_exactly_the_total(stripe: Stripe) -> None:
    asked = request_for(PRICE, email="asha@example.com", locale="fr")
    started = stripe.gateway.start(asked)
    session = _session(stripe, started.reference)
    assert started.continue_url == session["url"]
    assert session["client_reference_id"] == asked.payment_id
    assert session["metadata"] == {"payment": asked.payment_id}
    assert (session["amount_total"], session["currency"]) == (145000, "kes")
    assert (session["customer_email"], session["locale"]) == ("asha@example.com", "fr")
    assert session["expires_at"] == int(asked.expires_at.timestamp())
    assert session["adaptive_pricing"] == {"enabled": False}
    assert (session["success_url"], session["cancel_url"]) == (asked.return_url, asked.cancel_url)


def test_the_same_key_is_the_same_session(stripe: Stripe) -> None:
    asked = request_for(PRICE)
    assert stripe.gateway.start(asked) == stripe.gateway.start(asked)
    assert stripe.posted() == [asked.idempotency_key] * 2


def test_one_key_for_two_sums_is_refused(stripe: Stripe) -> None:
    stripe.gateway.start(request_for(PRICE))
    with pytest.raises(Declined) as caught:
        stripe.gateway.start(request_for(Money(100, "KES")))
    assert caught.value.code == "KEY_REUSED"


@pytest.mark.parametrize("how", ["lose", "in_use"])
def test_a_lost_answer_is_asked_for_again_under_the_same_key(how: str, stripe: Stripe) -> None:
    stripe.trouble(how)
    asked = request_for(PRICE)
    started = stripe.gateway.start(asked)
    assert stripe.gateway.look_up(started.reference).state is FactState.PENDING
    assert set(stripe.posted()) == {asked.idempotency_key}
    assert len(stripe.account.store.all("checkout.session")) == 1


@pytest.mark.parametrize("how", ["down", "broken", "busy", "nonsense"])
def test_trouble_is_told_as_such(how: str, stripe: Stripe) -> None:
    stripe.trouble(how, times=2)
    with pytest.raises(GatewayUnavailable):
        stripe.gateway.start(request_for(PRICE))


def test_nobody_there_is_trouble_too(free_port: int) -> None:
    gateway = StripeGateway(
        Account(secret_key=KEY, webhook_secrets=(SECRET,), api_base=f"http://127.0.0.1:{free_port}")
    )
    with pytest.raises(GatewayUnavailable):
        gateway.look_up("cs_test_1")


def test_a_refused_card_is_told_in_stripes_words(stripe: Stripe) -> None:
    stripe.trouble("declined")
    with pytest.raises(Declined, match=r"^Your card was declined\.$"):
        stripe.gateway.start(request_for(PRICE))


def test_a_refused_request_is_told_in_ours(stripe: Stripe) -> None:
    with pytest.raises(Declined, match="Choose another way to pay"):
        stripe.gateway.start(request_for(Money(1000, "IQD")))


def test_a_sum_that_would_be_rounded_is_never_asked_for(stripe: Stripe) -> None:
    with pytest.raises(Declined, match="exactly this sum"):
        stripe.gateway.start(request_for(Money(5124, "KWD")))
    assert stripe.account.store.calls() == []


@pytest.mark.parametrize("minutes", [-5, 10, 60 * 25])
def test_a_deadline_stripe_does_not_take_is_left_out(minutes: int, stripe: Stripe) -> None:
    asked = request_for(PRICE, expires_at=kernel_clock.now() + timedelta(minutes=minutes))
    first, again = stripe.gateway.start(asked), stripe.gateway.start(asked)
    assert first == again
    assert f"{asked.idempotency_key}.no-expires_at" in stripe.posted()


def test_an_address_stripe_does_not_take_is_left_out(stripe: Stripe) -> None:
    started = stripe.gateway.start(request_for(PRICE, email="asha@shop"))
    assert _session(stripe, started.reference)["customer_email"] is None


def test_a_language_stripe_does_not_speak_is_the_browsers(stripe: Stripe) -> None:
    started = stripe.gateway.start(request_for(PRICE, locale="sw"))
    assert _session(stripe, started.reference)["locale"] == "auto"


def test_a_look_up_follows_a_payment(stripe: Stripe) -> None:
    reference = stripe.gateway.start(request_for(PRICE)).reference
    payments.refuse(stripe.account, reference)
    refused = stripe.gateway.look_up(reference)
    assert (refused.state, refused.failure) == (FactState.PENDING, "Your card was declined.")
    payments.pay(stripe.account, reference)
    paid = stripe.gateway.look_up(reference)
    assert (paid.state, paid.amount, paid.failure) == (FactState.CAPTURED, PRICE, "")


@pytest.mark.parametrize("bounces", [False, True])
def test_a_slow_bank_is_waited_for(bounces: bool, stripe: Stripe) -> None:
    reference = stripe.gateway.start(request_for(PRICE)).reference
    payments.delay(stripe.account, reference, bounces=bounces)
    assert stripe.gateway.look_up(reference).state is FactState.PENDING
    assert stripe.gateway.close(reference).state is FactState.PENDING  # it cannot be called back
    stripe.sender.send_due(ahead=60)
    expected = FactState.FAILED if bounces else FactState.CAPTURED
    assert stripe.gateway.look_up(reference).state is expected


def test_what_stripe_does_not_know_is_no_answer(stripe: Stripe) -> None:
    for asking in (stripe.gateway.look_up, stripe.gateway.close):
        with pytest.raises(GatewayUnavailable) as caught:
            asking("cs_test_of_another_account")
        assert caught.value.code == "UNKNOWN_AT_GATEWAY"


def test_a_closed_session_cannot_be_paid(stripe: Stripe) -> None:
    reference = stripe.gateway.start(request_for(PRICE)).reference
    assert stripe.gateway.close(reference).state is FactState.EXPIRED
    assert stripe.gateway.close(reference).state is FactState.EXPIRED
    payments.pay(stripe.account, reference)
    assert stripe.gateway.look_up(reference).state is FactState.EXPIRED


def test_closing_what_was_paid_meanwhile_says_so(stripe: Stripe) -> None:
    reference = stripe.gateway.start(request_for(PRICE)).reference
    payments.pay(stripe.account, reference)
    fact = stripe.gateway.close(reference)
    assert (fact.state, fact.amount) == (FactState.CAPTURED, PRICE)


def test_refunds_add_up_and_stop_at_what_was_paid(stripe: Stripe) -> None:
    reference = stripe.gateway.start(request_for(PRICE)).reference
    with pytest.raises(Declined):
        stripe.gateway.refund(_back(reference, 100, "before"))
    payments.pay(stripe.account, reference)
    first = stripe.gateway.refund(_back(reference, 45000, "one"))
    assert first == stripe.gateway.refund(_back(reference, 45000, "one"))
    assert (first.state, first.amount) == (RefundState.SUCCEEDED, Money(45000, "KES"))
    with pytest.raises(Declined):
        stripe.gateway.refund(_back(reference, 100001, "two"))
    stripe.gateway.refund(_back(reference, 100000, "three"))
    fact = stripe.gateway.look_up(reference)
    assert (fact.amount, fact.refunded) == (PRICE, PRICE)
    newest = stripe.told()[-1].fact
    assert newest is not None
    assert newest.refunded == PRICE


def test_a_slow_stripe_leaves_threads_to_the_shop(stripe: Stripe) -> None:
    ours = Account(secret_key=KEY, webhook_secrets=(SECRET,), api_base=stripe.url, at_once=1)
    gateway = StripeGateway(ours)
    reference = gateway.start(request_for(PRICE)).reference
    stripe.trouble("slow:0.6")
    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(gateway.look_up, reference) for _ in range(2)]
        outcomes = {type(answer.exception()) for answer in answers}
    assert outcomes == {type(None), GatewayUnavailable}


def test_the_version_is_pinned_and_little_is_told(stripe: Stripe) -> None:
    asking = stripe.gateway._calls._client._requestor
    assert asking._options.stripe_version == API_VERSION == "2026-10-28.endive"
    headers = asking.request_headers("post", "V1", {"api_key": KEY})
    assert "telemetry" not in headers["X-Stripe-Client-User-Agent"]


def test_secrets_are_in_no_repr_and_no_log(
    stripe: Stripe, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stripe.gateway.start(request_for(PRICE, email="asha@example.com"))
    with pytest.raises(Declined):
        stripe.gateway.start(request_for(Money(1000, "IQD"), idempotency_key="other"))
    wrong = StripeGateway(
        Account(secret_key="sk_test_wrong", webhook_secrets=(SECRET,), api_base=stripe.url)
    )
    with pytest.raises(GatewayUnavailable):
        wrong.look_up("cs_test_1")
    said = caplog.text + repr(stripe.gateway) + repr(vars(stripe.gateway)) + repr(wrong)
    for secret in (KEY, SECRET, "sk_test_wrong", "asha@example.com"):
        assert secret not in said


def test_a_page_browsers_are_not_told_of_is_noticed(
    stripe: Stripe, caplog: pytest.LogCaptureFixture
) -> None:
    ours = Account(
        secret_key=KEY, webhook_secrets=(SECRET,), api_base=stripe.url,
        pages="https://checkout.stripe.com",
    )  # fmt: skip
    assert StripeGateway(ours).start(request_for(PRICE)).continue_url
    assert "STRIPE_PAGES" in caplog.text


def test_the_hosted_page_needs_no_script(stripe: Stripe) -> None:
    url = stripe.gateway.start(request_for(PRICE)).continue_url
    assert url is not None
    with urlopen(url) as page:
        drawn = page.read().decode()
    assert "1,450.00 KES" in drawn
    assert "<script" not in drawn
    with pytest.raises(OSError, match="refused"):  # it leads back to the shop, where nobody is
        urlopen(url, urlencode({"act": "pay"}).encode())
    assert stripe.gateway.look_up(url.rpartition("/")[2]).state is FactState.CAPTURED
