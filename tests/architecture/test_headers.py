"""Whoever answers, the app or the store of shared pages, sends the same security headers."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.web.security import security_headers

HEADERS = security_headers(secure=False)


def _carried(answer: TestResponse) -> tuple[tuple[str, str], ...]:
    names = {name for name, _value in HEADERS}
    return tuple((name, value) for name, value in answer.headers if name in names)


def test_the_list_is_not_empty() -> None:
    names = {name for name, _value in HEADERS}
    assert {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} <= names
    assert ("Strict-Transport-Security",) not in [(name,) for name in names]
    assert "Strict-Transport-Security" in dict(security_headers(secure=True))


@pytest.mark.parametrize("path", ["/robots.txt", "/nowhere", "/search?q=x", "/admin/sign-in"])
def test_the_app_sends_the_list(path: str, client: FlaskClient) -> None:
    assert sorted(_carried(client.get(path))) == sorted(HEADERS)


@pytest.mark.parametrize("path", ["/", "/c/all", "/p/ring-throw", "/pages/delivery"])
def test_a_shared_page_sends_the_list_when_made_and_when_kept(
    path: str, client: FlaskClient
) -> None:
    made, kept = client.get(path), client.get(path)
    assert kept.headers["ETag"] == made.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": made.headers["ETag"]})
    assert again.status_code == 304
    for answer in (made, kept, again):
        assert sorted(_carried(answer)) == sorted(HEADERS)


def test_a_visitor_with_a_session_gets_the_same_list(client: FlaskClient) -> None:
    client.set_cookie("duka_session", "of an earlier visit")
    answer = client.get("/")
    assert answer.status_code == 200
    assert sorted(_carried(answer)) == sorted(HEADERS)
