"""A shopper fills a cart: a drawer with scripts, pages without; nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import open_page

SCREENS = {"phone": (390, 844), "wide": (1280, 900)}
RULES = {"rules": {"target-size": {"enabled": True}}}


@pytest.fixture(params=SCREENS)
def scripted(request: pytest.FixtureRequest, browser: Browser, live_server: str) -> Iterator[Page]:
    """Return a visitor with scripts on each screen."""
    width, height = SCREENS[request.param]
    with open_page(browser, live_server, viewport={"width": width, "height": height}) as page:
        yield page


def _axe(page: Page) -> list[tuple[str, object]]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]


def _add(page: Page, path: str = "/p/ring-throw") -> None:
    page.goto(path)
    page.get_by_role("button", name="Add to cart").click()


def test_adding_opens_the_drawer_and_escape_leads_back(scripted: Page) -> None:
    page = scripted
    page.goto("/p/ring-throw")
    page.get_by_role("button", name="One more").click()
    expect(page.get_by_label("Quantity")).to_have_value("2")
    button = page.get_by_role("button", name="Add to cart")
    button.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Added to your cart")
    expect(drawer).to_contain_text("7,000")
    assert page.evaluate("document.activeElement.id") == "drawer-title"
    assert _axe(page) == []
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(button).to_be_focused()
    expect(page.get_by_role("link", name="Cart, 2 items")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/p/ring-throw$"))


def test_what_is_refused_is_said_at_the_bar_and_goes_when_it_is_right(page: Page) -> None:
    page.goto("/p/ring-throw")
    field = page.get_by_label("Quantity")
    field.fill("1.5")
    field.press("Enter")
    error = page.locator("#quantity-error")
    expect(error).to_contain_text("This is sold by the piece.")
    expect(field).to_have_value("1.5")
    field.fill("41")
    field.press("Enter")
    expect(error).to_contain_text("Only 40 are left.")
    field.fill("2")
    field.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(error).to_have_count(0)


def test_cloth_is_counted_in_its_step(page: Page) -> None:
    page.goto("/p/kitenge-indigo")
    page.get_by_role("button", name="More").click()
    expect(page.get_by_label("Length in metres")).to_have_value("1.5")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("dialog")).to_contain_text("1.5\xa0m")


def test_what_is_sold_out_cannot_be_added_and_what_is_chosen_is(page: Page) -> None:
    page.goto("/p/ring-throw?colour=madder&size=s")
    page.locator("label:has(#choice-size-l)").click()
    expect(page.locator(".buy .button")).to_have_text("Sold out")
    expect(page.locator(".buy .button")).to_be_disabled()
    page.locator("label:has(#choice-colour-indigo)").click()
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("dialog")).to_contain_text("Indigo, L")


def test_back_counts_anew(page: Page) -> None:
    page.goto("/c/home/throws")
    page.get_by_role("link", name="Ring throw").click()
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(r"/c/home/throws$"))
    expect(page.get_by_role("link", name="Cart, 1 item")).to_be_visible()


def test_the_cart_follows_what_is_done_to_it(scripted: Page) -> None:
    page = scripted
    _add(page)
    page.get_by_role("link", name="See the cart").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your cart")
    assert _axe(page) == []
    more = page.get_by_role("button", name="One more")
    more.click()
    more.click()
    total = page.locator(".sums-total")
    expect(total).to_contain_text("10,500")
    expect(more).to_be_focused()
    expect(page.get_by_role("link", name="Cart, 3 items")).to_be_visible()
    page.get_by_label("Quantity of Ring throw").fill("99")
    page.get_by_label("Quantity of Ring throw").press("Enter")
    expect(page.locator(".cart-line .field-error")).to_contain_text("Only 40 are left.")
    expect(page.get_by_label("Quantity of Ring throw")).to_have_value("99")
    assert _axe(page) == []
    page.get_by_role("button", name="Remove Ring throw").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your cart is empty")
    assert _axe(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(total).to_contain_text("10,500")
    expect(page.get_by_role("link", name="Check out")).to_have_attribute("href", "/checkout")


def test_two_tabs_and_other_forms_go_on_after_the_first_add(page: Page) -> None:
    """The page was kept for everybody and has no token; its forms must work all the same."""
    page.goto("/p/ring-throw")
    other = page.context.new_page()
    other.goto("/p/sale-throw")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    other.get_by_role("button", name="Add to cart").click()
    expect(other.get_by_role("dialog")).to_contain_text("Sale throw")
    page.keyboard.press("Escape")
    page.locator(".site-footer").get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_without_scripts(no_js_page: Page) -> None:
    page = no_js_page
    page.goto("/p/ring-throw?size=l")
    page.get_by_role("button", name="One more").click()
    expect(page.get_by_label("Quantity")).to_have_value("2")
    page.get_by_label("Quantity").fill("1.5")
    page.get_by_label("Quantity").press("Enter")
    expect(page.locator("#quantity-error")).to_contain_text("This is sold by the piece.")
    expect(page.locator("#choice-size-l")).to_be_checked()
    page.get_by_label("Quantity").fill("2")
    page.get_by_role("button", name="Add to cart").last.click()
    expect(page).to_have_url(re.compile(r"/cart$"))
    expect(page.locator(".message")).to_have_text("“Ring throw” is in your cart.")
    expect(page.locator(".sums-total")).to_contain_text("9,600")
    page.get_by_role("button", name="One less").click()
    expect(page.locator(".sums-total")).to_contain_text("4,800")
    page.get_by_role("button", name="Remove Ring throw").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your cart is empty")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".sums-total")).to_contain_text("4,800")


def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    _add(page, "/p/kitenge-indigo")
    page.goto("/cart")
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert over <= 0, (width, over)
