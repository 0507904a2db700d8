"""A shopper browses, filters, sorts, looks closer and chooses, on each kind of screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.walking import Walk
from tests.support.browser import open_page

SCREENS = {"phone": (390, 844), "wide": (1280, 900)}


@pytest.fixture(
    params=[(name, scripts) for name in SCREENS for scripts in (True, False)],
    ids=lambda p: f"{p[0]}-{'scripts' if p[1] else 'plain'}",
)
def walk(request: pytest.FixtureRequest, browser: Browser, live_server: str) -> Iterator[Walk]:
    """Return a visitor on each screen, with scripts and without."""
    screen, scripts = request.param
    width, height = SCREENS[screen]
    size = {"width": width, "height": height}
    with open_page(browser, live_server, viewport=size, java_script_enabled=scripts) as page:
        page.set_default_timeout(15_000)
        yield Walk(page, scripts, width)


def test_from_the_front_door_to_a_filtered_list_and_back(walk: Walk) -> None:
    page = walk.page
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cloth with a saying.")
    walk.open_category("Home")
    expect(page).to_have_url(re.compile(r"/c/home$"))
    walk.count(5)
    walk.tick("tag-handwoven", "Show 5 items")
    walk.count(2)
    assert "tag=handwoven" in walk.query
    walk.close_filters()
    walk.sort("price")
    expect(page).to_have_url(re.compile(r"sort=price"))
    expect(page.locator("#cards .card-name").first).to_have_text("Low cushion")
    assert walk.names() == ["Low cushion", "Ring throw"]
    page.go_back()
    expect(page).not_to_have_url(re.compile(r"sort=price"))
    expect(page.locator("#cards .card-name").first).to_have_text("Ring throw")
    page.go_back()
    expect(page).not_to_have_url(re.compile(r"tag="))
    walk.count(5)
    page.go_forward()
    walk.count(2)
    page.reload()
    walk.count(2)
    page.get_by_role("group", name="Filters in use").get_by_role("link").first.click()
    walk.count(5)


def test_show_more(walk: Walk) -> None:
    page = walk.page
    page.goto("/c/lots?sort=price")
    first = walk.names()
    assert len(first) == 24
    page.get_by_role("link", name="Show 24 more").click()
    expect(page.locator("#listing-more")).to_have_count(0)
    second = walk.names()
    assert len(second) == (25 if walk.scripts else 1)
    assert len(set(first + second)) == 25
    expect(page).to_have_url(re.compile(r"after="))
    assert page.locator("[id='cards'] > *").count() == len(second)


def test_from_a_card_to_a_variant(walk: Walk) -> None:
    page = walk.page
    page.goto("/c/home/throws")
    page.get_by_role("link", name="Ring throw").click()
    expect(page).to_have_url(re.compile(r"/p/ring-throw$"))
    price, stock = page.locator("#offer-price"), page.locator("#offer-stock")
    expect(price).to_contain_text("3,500")
    picture = page.locator(".gallery img").first
    indigo = picture.get_attribute("src")
    walk.choose("size-l")
    walk.update()
    expect(price).to_contain_text("4,800")
    expect(stock).to_contain_text("Only 3 left")
    expect(page).to_have_url(re.compile(r"size=l"))
    walk.choose("colour-madder")
    walk.update()
    expect(stock).to_contain_text("Sold out")
    expect(price).to_contain_text("3,500")
    expect(page).to_have_url(re.compile(r"colour=madder"))
    expect(page.locator(".gallery img").first).to_have_attribute("alt", "A throw in madder")
    assert page.locator(".gallery img").first.get_attribute("src") != indigo
    page.reload()
    expect(stock).to_contain_text("Sold out")
    page.go_back()
    expect(stock).to_contain_text("Only 3 left")
    if walk.scripts:
        expect(page.locator("#choice-colour-indigo")).to_be_checked()


def test_back_without_scripts_ticks_what_the_page_offers(no_js_page: Page) -> None:
    walk = Walk(no_js_page, scripts=False, width=390)
    no_js_page.goto("/p/ring-throw?size=l")
    walk.choose("colour-madder")
    walk.update()
    expect(no_js_page.locator("#offer-stock")).to_contain_text("Sold out")
    no_js_page.go_back()
    expect(no_js_page.locator("#offer-stock")).to_contain_text("Only 3 left")
    expect(no_js_page.locator("#choice-colour-indigo")).to_be_checked(timeout=1500)


def test_language_and_theme_stay_chosen_and_one_stays_where_one_was(walk: Walk) -> None:
    page = walk.page
    page.goto("/c/home?tag=handwoven")
    footer = page.locator(".site-footer")
    footer.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page).to_have_url(re.compile(r"/c/home\?tag=handwoven$"))
    footer.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("heading", level=1)).to_have_text("Maison")
    page.goto("/p/ring-throw")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jeté à anneaux")
    page.locator(".site-footer").get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ring throw")
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert names == {"duka_theme", "duka_language"}


def test_nothing_is_wider_than_the_screen(walk: Walk) -> None:
    for path in ("/", "/c/all", "/p/ring-throw", "/pages/delivery", "/nowhere", "/search?q=throw"):
        walk.page.goto(path)
        if walk.scripts:
            for width in (320, walk.width):
                walk.page.set_viewport_size({"width": width, "height": 800})
                over = walk.page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                assert over <= 0, (path, width, over)
