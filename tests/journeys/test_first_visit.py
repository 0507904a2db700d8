"""A first visit by phone: from the home page to a product, with scripts and without."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def _walk(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    page.locator("a[href*='/p/']").first.click()
    expect(page).to_have_url(re.compile("/p/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_product_is_two_taps_away(page: Page) -> None:
    _walk(page)


def test_a_product_is_two_taps_away_without_scripts(no_js_page: Page) -> None:
    _walk(no_js_page)
