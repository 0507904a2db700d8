"""A card through Stripe: three pages, Stripe's own page on another port, and back to the order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask, current_app
from playwright.sync_api import Browser, Page, expect

from shop.config import StripeSettings
from shop.domain.orders.statuses import OrderStatus, PaymentState
from shop.domain.payments.actions.methods import set_active
from shop.domain.payments.flows.process_event import process_waiting
from shop.domain.payments.ports import gateways
from shop.factory import create_app
from shop.kernel import signing
from shop.kernel.db import db
from shop.kernel.unit_of_work import unit_of_work
from shop.web.customer_session import cookie_name
from shop.web.rate_limit import limiter
from tests.factories.checkout import ADDRESS, CONTACT, cart, orders, selling, variant
from tests.factories.payments import violations
from tests.support.browser import open_page
from tests.support.databases import TestDatabase
from tests.support.server import served
from tests.support.stripe import KEY, SECRET, Stripe, pretended

PAGES = "https://checkout.stripe.com"
Open = Callable[[str], str]


@pytest.fixture
def stripe() -> Iterator[Stripe]:
    with pretended() as made:
        yield made


@contextmanager
def _shop(app: Flask, stripe: Stripe, pages: str) -> Iterator[tuple[Flask, str]]:
    """Serve the shop as it is with an account at Stripe, whose pages it expects at `pages`."""
    account = StripeSettings(
        secret_key=KEY, webhook_secrets=(SECRET,), api_base=stripe.url, pages=pages
    )
    made = create_app(replace(app.extensions["config"], stripe=account))
    try:
        with unit_of_work():
            set_active("stripe", active=True)
        with served(made, made.extensions["shared_pages"].version.forget) as server:
            config = made.extensions["config"]
            made.extensions["config"] = replace(config, public_url=server.url)
            yield made, server.url
    finally:
        gateways._entries.pop("stripe")
        with made.app_context():
            db.engine.dispose()


@pytest.fixture(autouse=True)
def _open(database: TestDatabase) -> Iterator[None]:
    selling()
    limiter.reset()
    yield
    database.touch()
    limiter.reset()


def _to_the_last_page(page: Page, url: str) -> None:
    """Come with a full cart and answer the first two pages."""
    head = cart([(variant("ring-throw"), 1)])
    value = signing.sign("cart", head.public_id)
    page.context.add_cookies([{"name": cookie_name(current_app), "value": value, "url": url}])
    page.goto("/checkout/contact")
    page.get_by_label("Phone number", exact=True).fill(CONTACT["phone"])
    page.get_by_label("Your name").fill(CONTACT["name"])
    page.locator("form[data-form=checkout-contact] > .button").click()
    page.get_by_label("Town or county").select_option(ADDRESS["town"])
    page.get_by_label("Area or estate").fill(ADDRESS["area"])
    if page.locator("noscript button").count():
        page.get_by_role("button", name="Update").click()
    page.get_by_label("Landmark or directions").fill(ADDRESS["landmark"])
    page.locator("form[data-form=checkout-delivery] > .button").click()
    page.locator("label", has=page.locator("input[value=stripe]")).click()


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_an_order_is_paid_by_card(
    scripts: bool, app: Flask, stripe: Stripe, browser: Browser
) -> None:
    with (
        _shop(app, stripe, stripe.url) as (made, url),
        open_page(browser, url, java_script_enabled=scripts) as page,
    ):
        _to_the_last_page(page, url)
        page.locator("form[data-form=checkout-payment] > .button").click()
        expect(page.get_by_text("no real card, no real money")).to_be_visible()
        assert urlsplit(page.url).netloc == urlsplit(stripe.url).netloc
        page.get_by_role("button", name="Pay with a card that is declined").click()
        expect(page.get_by_role("alert")).to_contain_text("Your card was declined.")
        page.get_by_role("button", name="Pay", exact=False).first.click()
        page.wait_for_url(f"{url}/orders/*")
        (order,) = orders()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        again = page.goto(page.url)  # from here, too, a form may lead to Stripe
        assert again is not None
        assert f"form-action 'self' {stripe.url};" in again.headers["content-security-policy"]
        assert (order.status, order.payment_state) == (OrderStatus.CONFIRMED, PaymentState.PAID)
        answers = [
            made.test_client().post("/callbacks/stripe", data=body, headers=headers).status_code
            for body, headers in stripe.callbacks() * 2
        ]
        assert set(answers) == {200}
        process_waiting()
        assert len(orders()) == 1
        assert violations() == []


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_a_page_the_policy_does_not_name_is_out_of_reach(
    scripts: bool, app: Flask, stripe: Stripe, browser: Browser
) -> None:
    """The twin: Stripe's pages are elsewhere than the policy says, and Chromium stays at home.

    The order stands nevertheless, and its page would lead on.
    """
    with _shop(app, stripe, PAGES) as (_made, url):
        context = browser.new_context(base_url=url, java_script_enabled=scripts)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        _to_the_last_page(page, url)
        page.locator("form[data-form=checkout-payment] > .button").click()
        for _wait in range(50):
            if any("form-action" in text for text in said):
                break
            page.wait_for_timeout(50)
        assert any("form-action" in text for text in said)
        assert page.url == f"{url}/checkout/payment"
        assert [order.status for order in orders()] == [OrderStatus.AWAITING_PAYMENT]
        context.close()
