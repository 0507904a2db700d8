"""The whole purchase on a phone, with scripts and without: from a product to its order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from shop import wiring
from shop.web.rate_limit import limiter
from tests.factories.checkout import ADDRESS, orders, selling
from tests.factories.payments import violations
from tests.support.browser import PHONE, open_page

RULES = {"rules": {"target-size": {"enabled": True}}}
ORDER = re.compile(r"/orders/ord_")


@pytest.fixture(autouse=True)
def _open(app: Flask, live_server: str) -> Iterator[None]:
    """Open the shop at the address where it is served: gateways lead back to it."""
    selling()
    limiter.reset()
    config = app.extensions["config"]
    app.extensions["config"] = replace(config, public_url=live_server)
    wiring._connect_test_gateway(config)  # another app of this process may have brought its own
    yield
    app.extensions["config"] = config
    limiter.reset()


@dataclass
class Buyer:
    """A shopper at a browser."""

    page: Page
    scripts: bool = True

    def fill(self, slug: str = "ring-throw") -> None:
        """Put something into the cart and go to the checkout."""
        page = self.page
        page.goto(f"/p/{slug}")
        page.get_by_role("button", name="Add to cart").last.click()
        if self.scripts:
            expect(page.locator("#cart-drawer")).to_be_visible()
            page.locator("#cart-drawer").get_by_role("link", name="Check out").click()
        else:
            expect(page).to_have_url(re.compile(r"/cart$"))
            page.get_by_role("link", name="Check out").click()
        expect(page).to_have_url(re.compile(r"/checkout/contact$"))

    def go_on(self) -> None:
        """Press the one filled button."""
        self.page.locator(".checkout-form .button-wide").click()

    def tell(self, phone: str = "+254 (0)700-000-012") -> None:
        """Say how one can be reached."""
        page = self.page
        page.get_by_label("Phone number", exact=True).fill(phone)
        page.get_by_label("Your name").fill("Asha Mwangi")
        self.go_on()
        expect(page).to_have_url(re.compile(r"/checkout/delivery$"))
        expect(page.locator("#checkout-done")).to_contain_text("Asha Mwangi, 0700 000 012")

    def send_to(self, town: str = "Nairobi") -> None:
        """Say where it goes."""
        page = self.page
        page.get_by_label("Town or county").select_option(town)
        if not self.scripts:
            page.get_by_role("button", name="Update").click()
        expect(page.get_by_role("radio", name=re.compile("^Home delivery"))).to_be_checked()
        page.locator("#area").fill(ADDRESS["area"])
        page.locator("#landmark").fill(ADDRESS["landmark"])
        self.go_on()
        expect(page).to_have_url(re.compile(r"/checkout/payment$"))

    def pay_by(self, name: str) -> None:
        """Choose a way to pay."""
        self.page.get_by_role("radio", name=re.compile(f"^{name}")).check()


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def buyer(request: pytest.FixtureRequest, browser: Browser, live_server: str) -> Iterator[Buyer]:
    """Return a shopper, with scripts and without."""
    options = {"viewport": PHONE, "java_script_enabled": request.param}
    with open_page(browser, live_server, **options) as page:
        page.set_default_timeout(15_000)
        yield Buyer(page, request.param)


def test_cash_on_delivery(buyer: Buyer) -> None:
    page = buyer.page
    buyer.fill()
    buyer.tell()
    buyer.send_to()
    expect(page.get_by_role("radio", name=re.compile("^Cash on delivery"))).to_be_checked()
    expect(page.get_by_text("Have exactly KSh 3,750 ready.")).to_be_visible()
    page.get_by_role("button", name="Place order").click()
    expect(page).to_have_url(ORDER)
    (order,) = orders()
    expect(page.get_by_text(order.number).first).to_be_visible()
    assert (order.status, order.total_minor) == ("placed", 375_000)
    assert (order.phone, order.area) == ("+254700000012", "Kilimani")
    page.go_back()
    expect(page).to_have_url(ORDER)
    page.goto("/checkout")
    expect(page).to_have_url(ORDER)
    assert len(orders()) == 1
    assert violations() == []


def test_by_transfer(buyer: Buyer) -> None:
    page = buyer.page
    buyer.fill()
    buyer.tell()
    buyer.send_to()
    buyer.pay_by("Bank transfer")
    page.get_by_role("button", name="Place order").click()
    expect(page).to_have_url(ORDER)
    (order,) = orders()
    assert order.status == "awaiting_payment"
    expect(page.locator("main")).to_contain_text(order.number)


@pytest.mark.parametrize(
    ("act", "status"), [("Approve", "confirmed"), ("Decline", "awaiting_payment")]
)
def test_by_the_test_gateway(buyer: Buyer, act: str, status: str) -> None:
    page = buyer.page
    buyer.fill()
    buyer.tell()
    buyer.send_to()
    buyer.pay_by("Test card")
    page.get_by_role("button", name="Pay KSh 3,750").click()
    expect(page).to_have_url(re.compile(r"/test-gateway/"))
    page.get_by_role("button", name=act, exact=True).click()
    expect(page).to_have_url(ORDER)
    (order,) = orders()
    assert order.status == status
    assert violations() == []


def test_mistakes_are_said_and_nothing_typed_is_lost(buyer: Buyer) -> None:
    page = buyer.page
    buyer.fill()
    page.get_by_label("Phone number", exact=True).fill("0700 00")
    page.get_by_label("Your name").fill("Asha Mwangi")
    buyer.go_on()
    expect(page).to_have_title(re.compile("^Error: Contact"))
    expect(page.locator("#problem")).to_be_focused()
    page.locator("#problem").get_by_role("link").click()
    expect(page.locator("#phone")).to_be_focused()
    expect(page.locator("#phone")).to_have_value("0700 00")
    page.goto("/p/sale-throw")
    page.goto("/checkout")
    expect(page.locator("#phone")).to_have_value("0700 00")
    buyer.tell()
    page.get_by_label("Town or county").select_option("Mombasa")
    page.locator("#landmark").fill("By the well")
    page.locator("#area").press("Enter")
    expect(page).to_have_title(re.compile("^Error: Delivery"))
    expect(page.locator("#landmark")).to_have_value("By the well")
    expect(page.locator("#town")).to_have_value("Mombasa")


def test_the_page_follows_a_choice_without_asking_the_server(buyer: Buyer) -> None:
    page = buyer.page
    buyer.fill("sale-throw")
    buyer.tell()
    page.get_by_label("Town or county").select_option("Nairobi")
    if not buyer.scripts:
        page.get_by_role("button", name="Update").click()
    total = page.locator(".sum-box.only-small > summary")
    expect(total).to_contain_text("KSh 2,050")
    page.get_by_role("radio", name=re.compile("^Pick-up")).check()
    expect(total.get_by_text("KSh 1,800")).to_be_visible()
    expect(total.get_by_text("KSh 2,050")).to_be_hidden()
    expect(page.locator("label[for=landmark]").get_by_text("(optional)")).to_be_visible()
    buyer.go_on()
    expect(page).to_have_url(re.compile(r"/checkout/payment$"))
    buyer.pay_by("Test card")
    expect(page.get_by_role("button", name="Pay KSh 1,800")).to_be_visible()
    expect(page.get_by_role("button", name="Place order")).to_have_count(0)


def test_a_double_click_orders_once(browser: Browser, live_server: str) -> None:
    with open_page(browser, live_server) as page:
        buyer = Buyer(page)
        buyer.fill()
        buyer.tell()
        buyer.send_to()
        page.get_by_role("button", name="Place order").dblclick()
        expect(page).to_have_url(ORDER)
        assert len(orders()) == 1


def test_a_town_s_price_comes_while_the_focus_stays(browser: Browser, live_server: str) -> None:
    with open_page(browser, live_server) as page:
        buyer = Buyer(page)
        buyer.fill()
        buyer.tell()
        page.get_by_label("Town or county").focus()
        page.get_by_label("Town or county").select_option("Nairobi")
        expect(page.get_by_role("radio", name=re.compile("^Home delivery"))).to_be_checked()
        expect(page.locator("#town")).to_be_focused()
        expect(page.locator("#checkout-summary .only-small summary")).to_contain_text("KSh 3,750")
        page.reload()
        expect(page.locator("#town")).to_have_value("Nairobi")


@pytest.mark.parametrize(("theme", "width"), [("light", 390), ("dark", 1280)])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    browser: Browser, live_server: str, theme: str, width: int
) -> None:
    size = {"width": width, "height": 844}
    found: dict[str, list[object]] = {}

    def look(name: str) -> None:
        results = Axe().run(page, options=RULES).response
        if results["violations"]:
            found[name] = [
                (one["id"], [node["target"] for node in one["nodes"]][:3])
                for one in results["violations"]
            ]
        page.set_viewport_size({"width": 320, "height": 844})
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, name
        page.set_viewport_size({"width": size["width"], "height": size["height"]})

    with open_page(browser, live_server, viewport=size, color_scheme=theme) as page:
        buyer = Buyer(page)
        buyer.fill()
        look("contact")
        buyer.go_on()
        look("contact, refused")
        buyer.tell()
        look("delivery")
        buyer.send_to()
        look("payment")
        page.get_by_role("button", name="Help").click()
        expect(page.locator("#help")).to_be_visible()
        look("help")
    assert found == {}
