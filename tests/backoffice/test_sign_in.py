"""The sign-in page: cookies, tokens, errors, limits, where it leads."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from shop.config import Config
from shop.domain.staff.models import Session
from shop.factory import create_app
from shop.kernel.db import db, session
from tests.factories.staff import PASSWORD, code, member, signed_in
from tests.support.databases import TestDatabase
from tests.support.hands import Hands

PATH = "/admin/sign-in"
_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


def token_of(answer: TestResponse) -> str:
    """Return the token of the first form of a page."""
    found = _TOKEN.search(answer.text)
    assert found, answer.text
    return found[1]


def send(
    client: FlaskClient, password: str = PASSWORD, *, to: str = "", **more: str
) -> TestResponse:
    """Fill the form in and send it."""
    token = token_of(client.get(PATH, query_string={"next": to} if to else {}))
    fields = {"email": "asha@example.com", "password": password, "next": to, "csrf_token": token}
    return client.post(PATH, data=fields | more)


def enter(client: FlaskClient, clock: Hands) -> TestResponse:
    """Sign in all the way."""
    send(client)
    token = token_of(client.get("/admin/second-factor"))
    return client.post("/admin/second-factor", data={"code": code(clock.now), "csrf_token": token})


def sessions() -> int:
    """Return how many sessions there are."""
    return session().execute(select(func.count()).select_from(Session)).scalar_one()


def test_the_form_names_its_fields_and_carries_a_token_at_once(client: FlaskClient) -> None:
    answer = client.get(PATH)
    assert 'data-form="staff-sign-in"' in answer.text
    assert 'name="email"' in answer.text
    assert 'name="password"' in answer.text
    assert token_of(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<script" not in answer.text


def test_signing_in_opens_the_office_with_a_cookie_of_its_own(
    client: FlaskClient, clock: Hands
) -> None:
    member()
    answer = send(client)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/admin"
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/admin"
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("duka_staff="))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/admin" in cookie
    assert "Secure" not in cookie
    token = token_of(client.get("/admin/second-factor"))
    client.post("/admin/second-factor", data={"code": code(clock.now), "csrf_token": token})
    home = client.get("/admin")
    assert home.status_code == 200
    assert "Asha Odera" in home.text


def test_over_https_the_cookie_is_bound_to_its_host(
    database: TestDatabase, test_config: Callable[[str], Config]
) -> None:
    member()
    config = replace(test_config(database.url), public_url="https://localhost")
    shop = create_app(config)
    client = shop.test_client()
    page = client.get(PATH, base_url="https://localhost")
    fields = {"email": "asha@example.com", "password": PASSWORD, "csrf_token": token_of(page)}
    answer = client.post(
        PATH, base_url="https://localhost", data=fields, headers={"Referer": "https://localhost/"}
    )
    cookies = answer.headers.getlist("Set-Cookie")
    cookie = next(c for c in cookies if c.startswith("__Host-duka-staff="))
    assert "Secure" in cookie
    assert "Path=/;" in cookie + ";"
    assert "Domain" not in cookie
    shop.extensions["shared_pages"].version.forget()
    with shop.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("wish", "leads_to"),
    [
        ("/admin/searches?after=x", "/admin/searches?after=x"),
        ("/admin", "/admin"),
        ("/", "/admin"),
        ("/administrators", "/admin"),
        ("//evil.example/admin/", "/admin"),
        ("https://evil.example/admin/x", "/admin"),
        ("/admin/\\evil.example", "/admin"),
        ("/admin/\tx", "/admin"),
        ("javascript:alert(1)", "/admin"),
    ],
)
def test_next_leads_to_the_office_alone(client: FlaskClient, wish: str, leads_to: str) -> None:
    member()
    assert send(client, to=wish).headers["Location"] == leads_to


def test_stranger_and_wrong_password_read_the_same(client: FlaskClient) -> None:
    member()
    texts = set()
    for email, password in (("asha@example.com", "wrong"), ("zora@example.com", PASSWORD)):
        answer = send(client, password, email=email)
        assert answer.status_code == 422
        assert "<title>Error:" in answer.text
        assert password not in answer.text
        texts.add(_TOKEN.sub("", answer.text.replace(email, "")))
    assert len(texts) == 1
    assert "duka_staff" not in str(client.get("/admin").headers)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"email": " "}, "Enter your e-mail address."),
        ({"email": "a" * 255}, "Enter your e-mail address."),
        ({"password": ""}, "Enter your password."),
        ({"password": "p" * 129}, "Enter your password."),
    ],
)
def test_fields_say_what_is_missing(
    client: FlaskClient, fields: dict[str, str], problem: str
) -> None:
    answer = send(client, **{"password": PASSWORD} | fields)
    assert answer.status_code == 422
    assert answer.text.count(problem) == 2  # in the summary and at the field
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize("odd", ["\0", "a\0b@example.com", "<script>alert(1)</script>", "%s' OR 1"])
def test_odd_input_is_answered_and_escaped(client: FlaskClient, odd: str) -> None:
    answer = send(client, odd, email=odd)
    assert answer.status_code == 422
    assert "<script>" not in answer.text


def test_without_a_token_nobody_signs_in(client: FlaskClient) -> None:
    member()
    fields = {"email": "asha@example.com", "password": PASSWORD}
    fresh = client.post(PATH, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert fresh.status_code == 422
    assert "open for too long" in fresh.text
    assert client.post(PATH, data=fields, headers={"Sec-Fetch-Site": "cross-site"}).status_code in {
        403, 422,
    }  # fmt: skip
    assert sessions() == 0


def test_the_token_of_before_is_worth_nothing_after(client: FlaskClient) -> None:
    member()
    old = token_of(client.get(PATH))
    send(client)
    assert client.post("/admin/sign-out", data={"csrf_token": old}).status_code == 403
    assert sessions() == 1


def test_five_failures_lock_the_account(client: FlaskClient, clock: Hands) -> None:
    member()
    for _ in range(5):
        assert send(client, "wrong").status_code == 422
    answer = send(client)
    assert answer.status_code == 429
    assert "Try again in 15 minutes." in answer.text
    clock.forward(minutes=16)
    assert send(client).status_code == 303


def test_an_address_has_a_limit_of_its_own(client: FlaskClient) -> None:
    answers = [send(client, email=f"guess{n}@example.com").status_code for n in range(21)]
    assert answers == [422] * 20 + [429]
    assert client.get(PATH).status_code == 200


def test_signing_in_again_ends_the_session_before(client: FlaskClient) -> None:
    member()
    token = token_of(client.get(PATH))
    fields = {"email": "asha@example.com", "password": PASSWORD}
    client.post(PATH, data=fields | {"csrf_token": token})
    first = client.get_cookie("duka_staff", path="/admin")
    token = token_of(client.get("/admin/second-factor"))
    client.post(PATH, data=fields | {"csrf_token": token})
    second = client.get_cookie("duka_staff", path="/admin")
    assert first
    assert second
    assert first.value != second.value
    assert sessions() == 1


def test_who_is_signed_in_goes_on(app: Flask, database: TestDatabase) -> None:
    client = signed_in(app)
    answer = client.get(PATH, query_string={"next": "/admin/searches"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/searches")


def test_signing_out_leaves_nothing(client: FlaskClient, clock: Hands) -> None:
    member()
    enter(client, clock)
    token = token_of(client.get("/admin"))
    answer = client.post("/admin/sign-out", data={"csrf_token": token})
    assert answer.headers["Location"] == PATH
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get_cookie("duka_staff", path="/admin") is None
    assert sessions() == 0
    assert client.get("/admin").status_code == 303


def test_reading_does_not_sign_out(app: Flask, database: TestDatabase) -> None:
    client = signed_in(app)
    assert client.get("/admin/sign-out").status_code == 405
    assert client.get("/admin").status_code == 200
