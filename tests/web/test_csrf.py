"""No other site acts here: a first post is judged by its origin, later ones by a token."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

PATH = "/preferences"
FORM = {"theme": "dark", "next": "/c/all"}
HOST = "http://localhost"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": HOST},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://elsewhere.example"},
    ],
)
def test_the_shops_own_form_is_accepted(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.post(PATH, data=FORM, headers=headers)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/c/all"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": HOST},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://["},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Origin": "http://localhost@elsewhere.example"},
        {"Referer": HOST},
    ],
)
def test_a_form_of_elsewhere_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.post(PATH, data=FORM, headers=headers)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    part = client.post(PATH, data=FORM, headers={**headers, "HX-Request": "true"})
    assert "too old or came from elsewhere" in part.text


def _token(client: FlaskClient) -> str:
    with client.session_transaction() as kept:
        kept["csrf_token"] = "y" * 40
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def test_a_session_needs_its_token(client: FlaskClient) -> None:
    token = _token(client)
    own = {"Sec-Fetch-Site": "same-origin"}
    assert client.post(PATH, data=FORM, headers=own).status_code == 403
    assert (
        client.post(PATH, data={**FORM, "csrf_token": token[:-2] + "xx"}, headers=own).status_code
        == 403
    )
    assert client.post(PATH, data={**FORM, "csrf_token": token}).status_code == 303
    assert client.post(PATH, data=FORM, headers={"X-CSRFToken": token}).status_code == 303


def test_a_token_of_another_session_is_refused(client: FlaskClient) -> None:
    token = _token(client)
    other = client.application.test_client()
    with other.session_transaction() as kept:
        kept["csrf_token"] = "z" * 40
    assert other.post(PATH, data={**FORM, "csrf_token": token}).status_code == 403


@pytest.mark.parametrize("cookie", ["rubbish", "", "eyJhIjoxfQ.aaaa.bbbb", '"'])
def test_a_tampered_cookie_is_no_session(client: FlaskClient, cookie: str) -> None:
    client.set_cookie("duka_session", cookie)
    assert client.get("/").status_code == 200
    for site in ("cross-site", "same-origin"):
        refused = client.post(PATH, data=FORM, headers={"Sec-Fetch-Site": site})
        assert refused.status_code == 403


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/c/all?sort=price&tag=a", "/c/all?sort=price&tag=a"),
        ("https://elsewhere.example", "/"),
        ("//elsewhere.example", "/"),
        ("///elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
        ("/p/jeté", "/p/jet%C3%A9"),
    ],
)
def test_preferences_lead_back_into_this_shop(client: FlaskClient, wanted: str, given: str) -> None:
    answer = client.post(PATH, data={"next": wanted}, headers={"Origin": HOST})
    assert answer.status_code == 303
    assert answer.headers["Location"] == given


def test_only_known_choices_are_kept(client: FlaskClient) -> None:
    for data in ({"theme": "pink"}, {"language": "xx"}, {"theme": "dark\r\nx"}, {}):
        answer = client.post(PATH, data=data, headers={"Origin": HOST})
        assert "Set-Cookie" not in answer.headers
    kept = client.post(PATH, data={"language": "fr"}, headers={"Origin": HOST}).headers[
        "Set-Cookie"
    ]
    assert kept.startswith("duka_language=fr;")
    for sign in ("HttpOnly", "SameSite=Lax", "Max-Age=31536000", "Path=/"):
        assert sign in kept
    assert '<html lang="fr"' in client.get("/").text
