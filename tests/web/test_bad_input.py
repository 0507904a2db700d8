"""Nonsense of every kind gets a clear answer: below 500, guarded, and without a cookie."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from shop.domain.catalogue.models import Variant
from shop.kernel.db import session
from shop.kernel.paging import encode_cursor

EXAMPLES = 150
NASTY = (
    "\0",
    "a\0b",
    "\ufffd",
    "\u202e",
    "'",
    '"',
    "<script>",
    "%",
    "%%",
    "%s",
    "{{7*7}}",
    "..",
    "../..",
    "/",
    "\\",
    "-1",
    "0",
    "1e999",
    "9" * 30,
    "NaN",
    "true",
    "[]",
    "a" * 300,
    "é" * 100,
    "😀",
    " ",
    "\r\n",
    "\x7f",
    "all",
    "home/throws",
    "ring-throw",
    "plain-01",
    "delivery",
    "1000-2500",
    "popular",
    "price",
    "-price",
    "newest",
    "1",
    "indigo",
    "red",
    "s",
    "handwoven",
    "OR 1=1",
    "'; DROP TABLE products; --",
    "AND",
    "NEAR(",
    "*",
    '"unclosed',
    "a" * 60,
    "\ud800",
)
NAMES = (
    "q",
    "sort",
    "after",
    "category",
    "price",
    "size",
    "colour",
    "tag",
    "in_stock",
    "on_sale",
    "variant",
    "page",
    "next",
    "theme",
)
VALUES = st.sampled_from(NASTY) | st.text(max_size=40) | st.integers().map(str)
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), VALUES), max_size=6)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "Accept-Language",
            "Accept-Encoding",
            "HX-Request",
            "HX-Target",
            "If-None-Match",
            "Range",
            "If-Modified-Since",
            "Accept",
        ]
    ),
    st.sampled_from(
        ["true", "fr", "section#results", "*", "br", "", "bytes=0-1", "x" * 300, ";;q=,,", 'W/"1"']
    )
    | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
    max_size=3,
)
COOKIES = st.sampled_from(["", "rubbish", "a" * 500, "eyJ.x.y", '"\\"', ";;="])


def _encoded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="/")


def _routes(app: Flask) -> list[Rule]:
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    return sorted(rules, key=str)


def _path(rule: Rule, values: Iterator[str]) -> str:
    """Return an address of `rule`, with a nasty value in each of its places."""
    return "".join(
        _encoded(next(values)) if dynamic else part for dynamic, part in rule._trace if part != "|"
    )


def _check(answer: TestResponse, what: object) -> None:
    assert answer.status_code < 500, (what, answer.status_code)
    assert answer.headers["Content-Security-Policy"], what
    assert answer.headers["X-Content-Type-Options"] == "nosniff", what
    assert b"Traceback" not in answer.data, what


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_question_has_an_answer(app: Flask, client: FlaskClient, data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(_routes(app)), label="rule")
    values = data.draw(st.lists(VALUES, min_size=4, max_size=4))
    pairs = [
        (name.encode("utf-8", "replace"), value.encode("utf-8", "surrogatepass"))
        for name, value in data.draw(PAIRS, label="query")
    ]
    path, query = _path(rule, iter(values)), urlencode(pairs)
    if cookie := data.draw(COOKIES):
        client.set_cookie(
            data.draw(st.sampled_from(["duka_session", "duka_theme", "duka_language"])), cookie
        )
    address = f"127.{data.draw(st.integers(0, 255))}.{data.draw(st.integers(0, 255))}.9"
    answer = client.get(
        f"{path}?{query}",
        headers=data.draw(HEADERS, label="headers"),
        environ_overrides={"REMOTE_ADDR": address},
    )
    _check(answer, (path, query))
    client.delete_cookie("duka_session")


@pytest.mark.parametrize("value", NASTY, ids=ascii)
def test_nasty_values_everywhere(client: FlaskClient, value: str) -> None:
    raw = value.encode("utf-8", "surrogatepass")
    query = urlencode([(name, raw) for name in NAMES])
    for path in (
        "/",
        "/c/all",
        "/p/ring-throw",
        "/search",
        "/suggestions",
        "/sitemap-products.xml",
    ):
        answer = client.get(f"{path}?{query}", environ_overrides={"REMOTE_ADDR": "127.9.9.9"})
        _check(answer, (path, value))


@pytest.mark.parametrize("before", ["/p/", "/c/", "/pages/", "/media/", "/static/", "/"])
def test_nasty_paths(client: FlaskClient, before: str) -> None:
    for value in NASTY:
        answer = client.get(before + _encoded(value))
        known = {200, 301, 308, 400, 401, 404, 405}
        assert answer.status_code in known, (before, value, answer.status_code)
        _check(answer, (before, value))


@pytest.mark.parametrize(
    "raw", ["/p/%ff", "/c/%c3%28", "/%80", "/p/%ed%a0%80", "/pages/%00", "/c/all%00"]
)
def test_broken_utf8_is_not_found(client: FlaskClient, raw: str) -> None:
    assert client.get(raw).status_code == 404


@pytest.mark.parametrize(
    "key", [(2**63 - 1, 2**63 - 1), (-(2**63) + 1, -(2**63) + 1), (2**31, 1), (0, 0), (-1, -1)]
)
@pytest.mark.parametrize("sort", ["popular", "newest", "price", "-price"])
def test_a_place_beyond_the_end_is_an_empty_page(
    client: FlaskClient, key: tuple[int, int], sort: str
) -> None:
    answer = client.get("/c/all", query_string={"after": encode_cursor(key), "sort": sort})
    assert answer.status_code == 200


def test_many_values_of_everything(client: FlaskClient) -> None:
    pairs = [
        (name, f"{number}") for name in ("category", "price", "size", "tag") for number in range(80)
    ]
    answer = client.get("/c/all?" + urlencode(pairs))
    assert answer.status_code == 200
    assert "Ring throw" in answer.text, "values nobody knows do not count"


@pytest.mark.parametrize("path", ["/preferences", "/nowhere"])
@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"a=%00&next=%ff", b"{}", b"&&&===", b"next=/%ed%a0%80"]
)
@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/json",
        "nonsense",
    ],
)
def test_broken_forms(client: FlaskClient, path: str, body: bytes, kind: str) -> None:
    answer = client.post(
        path, data=body, content_type=kind, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code < 500
    assert answer.headers["Content-Security-Policy"]


def test_a_variant_of_another_product_is_not_chosen(client: FlaskClient) -> None:
    other = session().query(Variant).filter(Variant.sku.like("SKU-%")).first()
    assert other is not None
    answer = client.get(f"/p/ring-throw?variant={other.public_id}")
    assert answer.status_code == 200
    assert other.sku not in answer.text
