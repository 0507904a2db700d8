"""axe finds nothing on any kind of page, in both themes; the keyboard reaches what a mouse does."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import open_page

PAGES = [
    "/",
    "/c/all",
    "/c/home?tag=handwoven",
    "/c/lots?size=s",
    "/p/ring-throw",
    "/p/sold-out-throw",
    "/pages/delivery",
    "/search?q=throw",
    "/search?q=zzzz",
    "/nowhere",
]
WIDE = PAGES[:2] + PAGES[4:5] + PAGES[7:8]
"""On a wide screen the layouts differ, the parts do not."""
RULES = {"rules": {"target-size": {"enabled": True}}}


@pytest.mark.parametrize(("theme", "width"), [("light", 390), ("dark", 390), ("dark", 1280)])
def test_axe_finds_nothing(browser: Browser, live_server: str, theme: str, width: int) -> None:
    found = {}
    size = {"width": width, "height": 844}
    with open_page(browser, live_server, viewport=size, color_scheme=theme) as page:
        for path in PAGES if width < 1024 else WIDE:
            page.goto(path)
            results = Axe().run(page, options=RULES).response
            if results["violations"]:
                found[path] = [
                    (one["id"], [node["target"] for node in one["nodes"]][:3])
                    for one in results["violations"]
                ]
    assert found == {}


def test_the_first_key_leads_past_the_menu(page: Page) -> None:
    page.goto("/c/all")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_variant_is_chosen_by_the_arrow_keys(page: Page) -> None:
    page.goto("/p/ring-throw")
    page.locator("#choice-size-s").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#offer-price")).to_contain_text("4,800")
    assert page.evaluate("document.activeElement.id") == "choice-size-l", "the focus stays"


def test_who_shows_more_goes_on_at_the_first_new_card(page: Page) -> None:
    page.goto("/c/lots?sort=price")
    page.get_by_role("link", name="Show 24 more").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cards > .card")).to_have_count(25)
    assert page.evaluate("document.activeElement.closest('.card')?.id").startswith("/p/plain")


def test_the_sheet_of_filters_opens_and_closes_by_keys(page: Page) -> None:
    page.goto("/c/all")
    page.get_by_role("button", name="Filter").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#filters")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#filters")).to_be_hidden()
