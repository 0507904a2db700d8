"""Shared pages: what the middleware answers is what the app would have said, and never stale."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextvars import Context

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import update
from werkzeug.test import Client, TestResponse

from shop.domain.catalogue.models import Product, Variant
from shop.domain.content import actions as content
from shop.domain.inventory import actions as inventory
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from shop.web.page_store import PageStore, StoredPage
from shop.web.shared_pages import SharedPages

PAGES = ["/", "/c/all", "/c/home/throws?sort=price&on_sale=1", "/p/ring-throw", "/pages/delivery"]
APART = {"Content-Length", "Content-Encoding", "X-Request-Id", "Vary", "ETag"}
Ask = Callable[..., TestResponse]


@pytest.fixture
def pages(app: Flask) -> SharedPages:
    """Return the middleware."""
    found: SharedPages = app.extensions["shared_pages"]
    return found


@pytest.fixture
def unshared(app: Flask, pages: SharedPages) -> Ask:
    """Return what asks the app behind the middleware."""
    behind = Client(pages._app, TestResponse)
    return lambda path, **options: Context().run(behind.get, path, buffered=True, **options)


def _vary(answer: TestResponse) -> set[str]:
    return {name.strip() for name in answer.headers["Vary"].split(",")}


@pytest.mark.parametrize("path", PAGES)
def test_a_shared_page_is_the_apps_own(client: FlaskClient, unshared: Ask, path: str) -> None:
    own, first, again = unshared(path), client.get(path), client.get(path)
    assert own.status_code == first.status_code == again.status_code == 200
    for shared in (first, again):
        assert shared.data == own.data
        kept = {name: value for name, value in shared.headers if name not in APART}
        assert kept == {name: value for name, value in own.headers if name not in APART}
        assert _vary(shared) == _vary(own) | {"Accept-Encoding"}
        assert shared.headers["Content-Length"] == str(len(own.data))
        assert len(shared.headers["X-Request-Id"]) == 16
    assert first.headers["X-Request-Id"] != again.headers["X-Request-Id"]


@pytest.mark.parametrize("path", PAGES)
def test_a_kept_page_asks_the_app_nothing(
    client: FlaskClient, query_counter: Callable[[], object], path: str
) -> None:
    client.get(path)
    with query_counter() as counted:  # type: ignore[attr-defined]
        client.get(path)
    assert counted.total == 0, counted


def test_nothing_is_set_by_reading(client: FlaskClient) -> None:
    for path in (*PAGES, "/search?q=throw", "/sitemap.xml", "/nowhere", "/robots.txt"):
        assert "Set-Cookie" not in client.get(path).headers


@pytest.mark.parametrize("path", PAGES)
def test_a_repeat_visit_has_an_empty_body(client: FlaskClient, path: str) -> None:
    etag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == etag
    assert "Content-Length" not in again.headers
    assert "Content-Security-Policy" in again.headers
    assert client.get(path, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_head_is_get_without_its_body(client: FlaskClient) -> None:
    cold, full, warm = client.head("/"), client.get("/"), client.head("/")
    for answer in (cold, warm):
        assert (answer.status_code, answer.data) == (200, b"")
        ours = {name: value for name, value in answer.headers if name != "X-Request-Id"}
        assert ours == {name: value for name, value in full.headers if name != "X-Request-Id"}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br, gzip", "br"),
        ("gzip, deflate", "gzip"),
        ("", ""),
        ("identity", ""),
        ("gzip;q=0, br;q=0", ""),
        ("br;q=0, gzip", "gzip"),
        ("deflate", ""),
    ],
)
def test_codings(client: FlaskClient, accepted: str, coding: str) -> None:
    plain = client.get("/").data
    answer = client.get("/", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding", "") == coding
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding]
    assert decode(answer.data) == plain
    assert answer.headers["Content-Length"] == str(len(answer.data))


def _changes() -> Iterator[tuple[str, str, Callable[[], object]]]:
    yield "/p/ring-throw", "a new price", _reprice
    yield "/c/home/throws", "a sold-out product", lambda: _sell_out("sale-throw")
    yield "/p/ring-throw", "a sold-out size", lambda: _sell_out("ring-throw", 1)
    yield (
        "/pages/delivery",
        "another text",
        lambda: content.write("delivery", {"en": "Delivery"}, {"en": "Different"}, position=1),
    )


def _variant(slug: str, which: int = 0) -> Variant:
    return (
        session()
        .query(Variant)
        .join(Product, Product.id == Variant.product_id)
        .filter(Product.slug == slug)
        .order_by(Variant.position)
        .all()[which]
    )


def _reprice() -> None:
    from shop.domain.catalogue.actions import listing  # noqa: PLC0415 - only here

    variant = _variant("ring-throw")
    variant.price_minor = 999_900
    session().flush()
    listing.refresh([variant.product_id])


def _sell_out(slug: str, which: int = 0) -> None:
    from shop.domain.inventory.queries import available_of  # noqa: PLC0415 - only here

    variant = _variant(slug, which)
    inventory.adjust(variant.id, -available_of(variant.product_id)[variant.id], reason="sold")


@pytest.mark.parametrize("change", list(_changes()), ids=lambda change: change[1])
def test_a_change_is_seen_at_once(
    client: FlaskClient, change: tuple[str, str, Callable[[], object]]
) -> None:
    path, what, act = change
    path += f"?variant={_variant('ring-throw', 1).public_id}" if what == "a sold-out size" else ""
    before = client.get(path)
    with unit_of_work():
        act()
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.data != before.data


def test_a_session_goes_past_the_shared_pages(
    app: Flask, client: FlaskClient, pages: SharedPages
) -> None:
    shared = client.get("/").data
    with client.session_transaction() as kept:
        kept["csrf_token"] = "x" * 40
    mine = client.get("/")
    assert mine.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in _vary(mine)
    assert mine.data != shared
    assert b"X-CSRFToken" in mine.data
    assert b"X-CSRFToken" not in app.test_client().get("/").data


@pytest.mark.parametrize(
    ("headers", "sign"),
    [
        ({"Accept-Language": "fr"}, b'<html lang="fr"'),
        ({"duka_language": "fr"}, b'<html lang="fr"'),
        ({"duka_language": "xx", "duka_theme": "pink"}, b'<html lang="en">'),
        ({"duka_theme": "dark"}, b'data-theme="dark"'),
        ({"HX-Request": "true", "HX-Target": "section#results"}, b'<section class="listing'),
    ],
)
def test_each_wish_has_its_own_page(
    client: FlaskClient, headers: dict[str, str], sign: bytes
) -> None:
    plain = client.get("/c/all").data
    for name, value in headers.items():
        if name.startswith("duka_"):
            client.set_cookie(name, value)
    asked = {name: value for name, value in headers.items() if not name.startswith("duka_")}
    wished = [client.get("/c/all", headers=asked).data for _time in range(2)]
    assert wished[0] == wished[1]
    assert sign in wished[0]
    assert client.application.test_client().get("/c/all").data == plain
    assert b'<html lang="en">' in plain


def test_back_gets_the_whole_page(client: FlaskClient) -> None:
    headers = {"HX-Request": "true", "HX-Target": "section#results"}
    assert client.get("/c/all", headers=headers).data.lstrip().startswith(b"<section")
    restored = client.get("/c/all", headers={**headers, "HX-History-Restore-Request": "true"})
    assert restored.data.lstrip().startswith(b"<!doctype html>")


def test_a_very_long_question_is_not_kept(client: FlaskClient, pages: SharedPages) -> None:
    client.get("/c/all?tag=" + "x" * 500)
    assert not any("xxx" in key for key in pages.store._pages)


@pytest.mark.parametrize("path", ["/nowhere", "/search?q=throw", "/robots.txt", "/c/nowhere"])
def test_what_is_not_shared_is_not_kept(client: FlaskClient, pages: SharedPages, path: str) -> None:
    client.get(path)
    assert not pages.store._pages


def test_another_host_has_its_own_page(client: FlaskClient) -> None:
    client.get("/", base_url="http://localhost")
    refused = client.get("/", base_url="http://evil.example")
    assert refused.status_code == 400
    assert refused.headers["Content-Security-Policy"]
    assert client.get("/", base_url="http://127.0.0.1").status_code == 200


def _page(words: bytes = b"words") -> StoredPage:
    return StoredPage((("Content-Type", "text/html"),), 'W/"1"', {"": words})


def test_without_redis_pages_are_kept_here(caplog: pytest.LogCaptureFixture) -> None:
    store = PageStore(Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.2))
    assert store.get("a") is None
    store.put("a", _page())
    found = store.get("a")
    assert found is not None
    assert found.bodies[""] == b"words"
    assert caplog.text.count("without Redis for now") == 1, "it is left alone for a while"


class _Shelf:
    """What the store needs of Redis."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return what was set."""
        return self.kept.get(key)

    def set(self, key: str, value: bytes, ex: int) -> None:
        """Keep a value."""
        assert ex > 0
        self.kept[key] = value


def test_neighbours_share_by_redis() -> None:
    shelf = _Shelf()
    PageStore(shelf).put("a", _page())  # type: ignore[arg-type]  # a fake
    found = PageStore(shelf).get("a")  # type: ignore[arg-type]  # a fake
    assert found is not None
    assert (found.headers, found.etag, found.body("")) == (_page().headers, _page().etag, b"words")
    assert gzip.decompress(found.body("gzip")) == brotli.decompress(found.body("br")) == b"words"


@pytest.mark.parametrize(
    "rubbish", [b"", b"{", b"{}\nxx", b'{"headers": 5, "etag": 1}\n', b"\xff\xfe"]
)
def test_rubbish_in_redis_is_no_page(rubbish: bytes) -> None:
    shelf = _Shelf()
    shelf.kept["page:a"] = rubbish
    assert PageStore(shelf).get("a") is None  # type: ignore[arg-type]  # a fake


def test_memory_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    from shop.web import page_store  # noqa: PLC0415 - only here

    monkeypatch.setattr(page_store, "_MEMORY_BYTES", 3 * _page().size)
    store = PageStore(None)
    for name in "abcd":
        store.put(name, _page())
        store.put(name, _page())
    assert [name for name in "abcd" if store.get(name)] == ["b", "c", "d"]
    assert store._bytes == 3 * _page().size
    store.forget()
    assert store._bytes == 0


def test_the_version_is_read_for_each_request(client: FlaskClient, pages: SharedPages) -> None:
    client.get("/")
    with unit_of_work():
        versions.bump("shopfront")
        session().execute(update(Product).values(popularity=1))
    client.get("/")
    assert len({key.split("|")[0] for key in pages.store._pages}) == 2


def test_what_cannot_be_kept_is_compressed_all_the_same(client: FlaskClient) -> None:
    long = "/c/all?" + "x=1&" * 150
    answer = client.get(long, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "ETag" not in answer.headers
