"""A shopper says where to, and the page says for how much, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import PHONE, open_page

WIDE = {"width": 1280, "height": 900}


@pytest.mark.parametrize(("size", "scripts"), [(PHONE, True), (WIDE, False)])
def test_a_town_is_asked_for_once(
    browser: Browser, live_server: str, size: dict[str, int], scripts: bool
) -> None:
    with open_page(browser, live_server, viewport=size, java_script_enabled=scripts) as page:
        page.goto("/p/ring-throw")
        box = page.locator("#delivery")
        expect(box).to_contain_text("Delivery from")
        box.locator("summary").click()
        box.get_by_label("Town").fill("Kisumu")
        box.get_by_role("button", name="Show delivery").click()
        expect(box).to_contain_text("Choose one of: Nairobi, Mombasa.")
        field = box.get_by_label("Town")
        expect(field).to_have_value("Kisumu")
        if scripts:
            expect(box).to_be_focused()
        else:
            expect(page.locator("#problem")).to_contain_text("Kisumu")
        field.fill("mombasa")
        field.press("Enter")
        expect(box).to_contain_text("To Mombasa")
        expect(page).to_have_url(re.compile(r"/p/ring-throw(?:#delivery)?$"))
        page.goto("/p/sale-throw")
        expect(page.locator("#delivery")).to_contain_text("Delivered in 1 to 2 working days")
