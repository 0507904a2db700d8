"""Paying at the pretended bank without scripts: there, back again, and a second try."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from shop.domain.orders import links
from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import OrderStatus
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import ONLINE, goods, placed
from tests.factories.payments import offered, order_row, violations
from tests.support.browser import open_page


@pytest.fixture
def order(live_server: str) -> Placed:
    """Return an order that nobody has begun to pay."""
    with unit_of_work():
        offered("test")
        made = placed([(goods(3), 1)], payment=ONLINE)
    session().rollback()
    return made


def _to_the_bank(page: Page, order: Placed) -> None:
    page.goto(links.order_path(order.public_id))
    page.locator("form[action$='/payments'] button").first.click()
    expect(page).to_have_url(re.compile(r"/test-gateway/tst_"))


def test_a_refusal_then_a_second_try(no_js_page: Page, order: Placed) -> None:
    _to_the_bank(no_js_page, order)
    no_js_page.get_by_role("button", name="Decline").click()
    expect(no_js_page).to_have_url(re.compile(r"/orders/"))
    expect(no_js_page.locator("main")).to_contain_text("The test bank refused the payment.")
    _to_the_bank(no_js_page, order)
    no_js_page.get_by_role("button", name="Approve", exact=True).click()
    expect(no_js_page).to_have_url(re.compile(r"/orders/[^/]+$"))
    assert order_row(order).status == OrderStatus.CONFIRMED  # the return made the shop ask
    assert violations() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_banks_page_is_for_everybody(browser: Browser, live_server: str, theme: str) -> None:
    with open_page(browser, live_server, color_scheme=theme) as page:
        page.goto("/test-gateway/tst_sample")
        expect(page.get_by_text("no money moves")).to_be_visible()
        rules = {"rules": {"target-size": {"enabled": True}}}
        assert Axe().run(page, options=rules).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
