"""The home page and the searches: what they show, in what order, with how many statements."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from shop.domain.search.models import SearchLogEntry
from shop.kernel.outbox import OutboxDelivery, OutboxEvent
from shop.kernel.unit_of_work import unit_of_work
from shop.web.assets import STATIC, bundle
from tests.factories.memory import forget
from tests.factories.staff import signed_in
from tests.support.counting import Counted
from tests.support.databases import TestDatabase
from tests.support.hands import Hands

Counter = Callable[[], AbstractContextManager[Counted]]
_BUDGET = 12
_CSS_LIMIT = 6_000
_HTML_LIMIT = 16_000


def searched(clock: Hands, words: str, results: int, times: int = 1, **ago: float) -> None:
    """Write searches into the log."""
    row = {"words": words, "unmatched": "", "results": results, "took_ms": 1, "locale": "en"}
    with unit_of_work() as current:
        current.execute(
            insert(SearchLogEntry), [row | {"at": clock.now - timedelta(**ago)}] * times
        )


def delivery(clock: Hands, job: str, state: str, error: str = "", **ago: float) -> None:
    """Write a delivery of the outbox."""
    with unit_of_work() as current:
        event = OutboxEvent(name="Thing", payload={}, created_at=clock.now)
        current.add(event)
        current.flush()
        current.add(
            OutboxDelivery(
                event_id=event.id, job=job, state=state, due_at=clock.now - timedelta(**ago),
                attempts=8, last_error=error or None,
            )
        )  # fmt: skip


@pytest.fixture
def office(app: Flask, database: TestDatabase, clock: Hands) -> FlaskClient:
    """Return the browser of an owner."""
    return signed_in(app)


def test_sold_out_and_low_products_lead_to_their_pages(office: FlaskClient) -> None:
    text = office.get("/admin").text
    assert 'href="/p/sold-out-throw"' in text
    assert 'href="/p/low-cushion"' in text
    assert text.index("/p/sold-out-throw") < text.index("/p/low-cushion")
    assert "2 left" in text
    assert text.count(">Sold out</span>") == 6  # the longest a list gets
    assert "/p/draft" not in text
    assert re.search(r"and \d+ more products", text)


def test_figures_count_products(office: FlaskClient) -> None:
    text = office.get("/admin").text
    figures = dict(re.findall(r"<(?:span|a[^>]*)>([^<]+)</(?:span|a)>\s*<b[^>]*>(\d+)</b>", text))
    assert figures["Drafts"] == "1"
    assert int(figures["Published"]) > 30
    assert figures["Running low"] == "3"


def test_only_what_is_stuck_is_shown(office: FlaskClient, clock: Hands) -> None:
    assert "Everything the shop had to do is done." in office.get("/admin").text
    delivery(clock, "mail.given_up", "dead", "Traceback\n<b>OSError: full</b>")
    delivery(clock, "mail.late", "waiting", minutes=11)
    delivery(clock, "mail.soon", "waiting", minutes=5)
    delivery(clock, "mail.over", "done", minutes=60)
    text = office.get("/admin").text
    assert "mail.given_up" in text
    assert "&lt;b&gt;OSError: full&lt;/b&gt;" in text
    assert "Traceback" not in text
    assert "mail.late" in text
    assert "mail.soon" not in text
    assert "mail.over" not in text


def test_what_was_searched_in_vain_this_week(office: FlaskClient, clock: Hands) -> None:
    assert "Every search of this week found something." in office.get("/admin").text
    searched(clock, "wool rug", 0, times=3)
    searched(clock, "old wish", 0, days=8)
    searched(clock, "throw", 9)
    searched(clock, "now there", 0, days=2)
    searched(clock, "now there", 4)
    text = office.get("/admin").text
    assert "wool rug" in text
    assert "3 times" in text
    for other in ("old wish", "now there"):
        assert other not in text


def test_searches_begin_with_what_was_not_found(office: FlaskClient, clock: Hands) -> None:
    searched(clock, "throw", 9, times=50)
    searched(clock, "rare", 0)
    searched(clock, "<i>rug</i>", 0, times=2)
    searched(clock, "too old", 0, days=31)
    text = office.get("/admin/searches").text
    places = [text.index(words) for words in ("&lt;i&gt;rug", ">rare<", ">throw<")]
    assert places == sorted(places)
    assert "too old" not in text
    assert 'href="/search?q=rare"' in text


def test_searches_are_paged_by_key(office: FlaskClient, clock: Hands) -> None:
    for number in range(70):
        searched(clock, f"words {number:02}", number % 3, times=1 + number % 2)
    seen: list[str] = []
    path: str | None = "/admin/searches"
    pages = 0
    while path:
        text = office.get(path).text
        seen += re.findall(r"words \d\d", text)
        found = re.search(r'href="(/admin/searches\?after=[^"]+)"', text)
        path, pages = found[1] if found else None, pages + 1
    assert pages == 2
    assert len(seen) == len(set(seen)) == 70


@pytest.mark.parametrize("after", ["x", "WzFd", "WzEsMSwxXQ", "%00", "9" * 500])
def test_nonsense_instead_of_a_key_is_answered(
    office: FlaskClient, clock: Hands, after: str
) -> None:
    searched(clock, "throw", 9)
    assert office.get(f"/admin/searches?after={after}").status_code == 200


def test_an_empty_log_says_so(office: FlaskClient) -> None:
    assert "Nobody has searched yet" in office.get("/admin/searches").text


@pytest.mark.parametrize("path", ["/admin", "/admin/audit", "/admin/searches"])
def test_pages_ask_little_and_weigh_little(
    app: Flask, office: FlaskClient, clock: Hands, query_counter: Counter, path: str
) -> None:
    for number in range(60):
        searched(clock, f"words {number:02}", 0)
        delivery(clock, f"mail.job_{number}", "dead")
    forget(app)
    with query_counter() as counted:
        answer = office.get(path)
    assert counted.total <= _BUDGET, str(counted)
    assert len(brotli.compress(answer.data)) < _HTML_LIMIT
    assert "<script" not in answer.text


def test_the_offices_style_sheet_fits_its_budget() -> None:
    css = bundle(STATIC / "css" / "office.txt").encode()
    assert 0 < len(brotli.compress(css)) < _CSS_LIMIT


def test_the_frame_offers_only_what_exists(office: FlaskClient) -> None:
    text = office.get("/admin").text
    menu = text[text.index("office-menu") : text.index("</nav>")]
    addresses = re.findall(r'href="([^"]+)"', menu)
    assert addresses == ["/admin", "/admin/searches", "/admin/members", "/admin/audit", "/"]
    assert [office.get(address).status_code for address in addresses] == [200] * 5
    assert 'data-form="staff-sign-out"' in text
