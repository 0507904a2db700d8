"""Home and category pages: what is listed, filtered, sorted, counted and shown next."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.domain.catalogue.models import Category, Product
from shop.kernel.db import session
from tests.factories.memory import forget
from tests.factories.shop import MORE, PUBLISHED
from tests.storefront.reading import Page
from tests.support.counting import Counted

RESULTS = {"HX-Request": "true", "HX-Target": "section#results"}
NEXT = {"HX-Request": "true", "HX-Target": "li#listing-more"}
UNSEEN = ("draft", "archived", "future", "past")
Counter = Callable[[], AbstractContextManager[Counted]]


def _page(client: FlaskClient, path: str, **options: Any) -> Page:
    answer = client.get(path, **options)
    assert answer.status_code == 200, path
    return Page(answer.text)


def _count(page: Page) -> int:
    return int(page.one("p", id="listing-count").text.split()[0])


def _all_cards(client: FlaskClient, path: str) -> list[str]:
    """Follow "Show 24 more" as a visitor without scripts does."""
    shown, here = [], path
    while here:
        page = _page(client, here)
        shown += page.cards
        more = page.all("li", id="listing-more")
        links = [
            link for link in page.all("a", class_="button-secondary") if "after=" in link["href"]
        ]
        assert len(links) == len(more)
        here = links[0]["href"] if links else ""
        assert len(shown) < 200
    return shown


CATEGORIES = {
    "all": PUBLISHED,
    "home": 5,
    "home/throws": 4,
    "home/cushions": 2,
    "kitenge": 3,
    "lots": MORE + 1,
    "empty": 0,
    "hidden": 0,
}


@pytest.mark.parametrize(("path", "number"), CATEGORIES.items())
def test_a_category_lists_what_is_in_it_and_below(
    client: FlaskClient, path: str, number: int
) -> None:
    page = _page(client, f"/c/{path}")
    assert _count(page) == number
    assert len(_all_cards(client, f"/c/{path}")) == number
    assert not set(UNSEEN) & set(page.cards)
    assert page.one("h1").text


QUERIES = [
    "",
    "sort=newest",
    "sort=price",
    "sort=-price",
    "in_stock=1",
    "on_sale=1",
    "price=1000-2500",
    "price=0-1000&price=5000-",
    "size=s",
    "size=s&size=l&sort=price",
    "colour=blue",
    "colour=blue&colour=red",
    "tag=handwoven",
    "category=home/throws",
    "category=home&category=kitenge&in_stock=1",
    "in_stock=1&on_sale=1&sort=price",
]


@pytest.mark.parametrize("query", QUERIES)
def test_every_list_is_complete_counted_and_in_order(client: FlaskClient, query: str) -> None:
    first, shown = _page(client, f"/c/all?{query}"), _all_cards(client, f"/c/all?{query}")
    assert len(shown) == len(set(shown)) == _count(first)
    assert shown, "the seeded shop has something for each"
    assert first.cards == shown[:24]
    prices = [_price(client, slug) for slug in shown]
    if "sort=price" in query:
        assert prices == sorted(prices)
    if "sort=-price" in query:
        assert prices == sorted(prices, reverse=True)
    if "price=1000-2500" in query:
        assert all(100_000 <= price < 250_000 for price in prices)


def _price(_client: FlaskClient, slug: str) -> int:
    from shop.domain.catalogue.models import Listing  # noqa: PLC0415 - only here

    return (
        session()
        .scalars(
            select(Listing.price_minor)
            .join(Product, Product.id == Listing.product_id)
            .where(Product.slug == slug)
        )
        .one()
    )


@pytest.mark.parametrize("query", QUERIES)
def test_the_fragment_is_the_same_part_of_the_page(client: FlaskClient, query: str) -> None:
    whole = client.get(f"/c/all?{query}")
    part = client.get(f"/c/all?{query}", headers=RESULTS)
    assert part.status_code == 200
    assert part.text.strip() in whole.text
    assert part.text.lstrip().startswith('<section class="listing')
    assert "HX-Target" in part.headers["Vary"]


def test_show_more_as_htmx_asks(client: FlaskClient) -> None:
    page = _page(client, "/c/lots?sort=price")
    more = page.one("a", hx_target="#listing-more")
    part = _page(client, more["hx-get"], headers=NEXT)
    assert len(page.cards + part.cards) == MORE + 1
    assert not part.all("section")
    assert not part.all("li", id="listing-more")
    assert part.all("a", autofocus="")[0]["href"] == f"/p/{part.cards[0]}"
    assert more["href"] == more["hx-get"]


def test_home_goes_on_in_its_own_order(client: FlaskClient) -> None:
    """Home shows the newest first; a list of everything shows the most popular first."""
    newest = _all_cards(client, "/c/all?sort=newest")
    assert _all_cards(client, "/") == newest
    assert newest != _all_cards(client, "/c/all")


def test_facets_count_what_ticking_them_would_show(client: FlaskClient) -> None:
    page = _page(client, "/c/all")
    ticks = page.all("label", class_="tick")
    boxes = page.all("input", type="checkbox")
    assert len(ticks) == len(boxes) > 12
    for box, tick in zip(boxes, ticks, strict=True):
        count = int(re.findall(r"\d+", tick.text)[-1])
        found = _page(client, "/c/all", query_string={box["name"]: box["value"]})
        assert _count(found) == count, (box["name"], box["value"])
        again = next(
            other for other in found.all("input", type="checkbox") if other["id"] == box["id"]
        )
        assert "checked" in again.attributes


def test_chips_take_a_filter_off(client: FlaskClient) -> None:
    page = _page(client, "/c/all?tag=handwoven&in_stock=1&sort=price")
    group = page.one("div", role="group", class_="chips")
    assert "Handwoven" in group.text
    links = {link["href"] for link in page.all("a", class_="chip")}
    assert {"/c/all?tag=handwoven&sort=price", "/c/all?in_stock=1&sort=price"} <= links


def test_a_filter_that_matches_nothing_helps(client: FlaskClient) -> None:
    page = _page(client, "/c/lots?size=s&in_stock=1")
    assert _count(page) == 0
    assert not page.cards
    assert "/c/lots" in {link["href"] for link in page.all("a")}
    boxes = {
        box["name"] for box in page.all("input", type="checkbox") if "checked" in box.attributes
    }
    assert boxes == {"size", "in_stock"}, "what is ticked stays to be unticked"


def test_nonsense_does_not_narrow(client: FlaskClient) -> None:
    page = _page(client, "/c/all?colour=octarine&size=&price=5-4&sort=up&after=xx&in_stock=yes")
    assert _count(page) == CATEGORIES["all"]


def test_cards_say_what_matters(client: FlaskClient) -> None:
    page = _page(client, "/c/home")
    cards = {card["id"].removeprefix("/p/"): card for card in page.all("li", class_="card")}
    assert "Sold out" in cards["sold-out-throw"].text
    assert "card-sold-out" in cards["sold-out-throw"]["class"]
    assert "Save 25%" in cards["sale-throw"].text
    assert "2 left" in cards["low-cushion"].text
    assert "From KSh\N{NO-BREAK SPACE}3,500" in cards["ring-throw"].text
    assert "2 colours" in cards["ring-throw"].text
    assert "<b>Bold & odd</b>" in _page(client, "/c/kitenge").one("li", id="/p/no-picture").text


def test_the_frame_of_a_list(client: FlaskClient) -> None:
    page = _page(client, "/c/home/throws?sort=price&after=W10")
    assert page.one("link", rel="canonical")["href"].endswith("/c/home/throws")
    trail = page.one("nav", class_="breadcrumb").text
    assert "Home" in trail
    current = [link for link in page.all("a") if link.get("aria-current")]
    assert "Home" in {link.text for link in current} or current
    assert len(page.ids) == len(set(page.ids))


def test_a_list_in_french(client: FlaskClient) -> None:
    answer = client.get("/c/home/throws", headers={"Accept-Language": "fr"})
    page = Page(answer.text)
    assert page.one("h1").text == "Jetés"
    assert "Jeté à anneaux" in answer.text
    assert "3\N{NARROW NO-BREAK SPACE}500\N{NO-BREAK SPACE}KSh" in answer.text
    for word in ("Popular", "Filter", "In stock only", "Sold out", "items"):
        assert word not in re.sub(r"<[^>]+>", " ", answer.text)


@pytest.mark.parametrize("path", ["nowhere", "home/nowhere", "throws", "home/", "ALL", "all/home"])
def test_no_such_category(client: FlaskClient, path: str) -> None:
    assert client.get(f"/c/{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 8),
        ("/c/all", 8),
        ("/c/home?in_stock=1&size=s&sort=price", 8),
        ("/p/ring-throw", 10),
        ("/pages/delivery", 8),
        ("/search?q=throw", 8),
        ("/nowhere", 8),
    ],
)
def test_a_cold_page_asks_little(
    app: Flask, client: FlaskClient, query_counter: Counter, path: str, most: int
) -> None:
    client.get("/c/all")  # the process is up: the facet index is counted
    forget_pages(app)
    with query_counter() as counted:
        assert client.get(path).status_code in {200, 404}
    assert counted.total <= most, counted


def forget_pages(app: Flask) -> None:
    """Drop the kept pages, not what else the process remembers."""
    app.extensions["shared_pages"].store.forget()


def test_a_process_that_just_started_asks_little_more(
    app: Flask, client: FlaskClient, query_counter: Counter
) -> None:
    forget(app)
    with query_counter() as counted:
        client.get("/c/all")
    assert counted.total <= 12, counted


def test_an_empty_shop_is_a_page_too(app: Flask, client: FlaskClient) -> None:
    from shop.kernel.unit_of_work import unit_of_work  # noqa: PLC0415 - only here

    with unit_of_work() as current:
        for table in ("search_documents", "movements", "levels", "products", "categories"):
            if table == "movements":
                current.connection().exec_driver_sql("UPDATE products SET demo = true")
            current.connection().exec_driver_sql(f"DELETE FROM {table}")
    forget(app)
    assert session().scalars(select(Category)).all() == []
    for path in ("/", "/search?q=throw", "/sitemap.xml", "/nowhere", "/pages/delivery"):
        assert client.get(path).status_code in {200, 404}
