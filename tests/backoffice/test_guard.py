"""Who may enter: nobody without a session, nobody without the permission; the shop never asks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.domain.staff.actions import members
from shop.domain.staff.models import Member, Role, Session
from shop.domain.staff.roles import Template
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.staff import PASSWORD, signed_in
from tests.support.counting import Counted
from tests.support.databases import TestDatabase
from tests.support.hands import Hands

Counter = Callable[[], AbstractContextManager[Counted]]
HTMX = {"HX-Request": "true", "HX-Target": "div#x"}


def revoke_everything() -> None:
    """Take every permission away from every role."""
    with unit_of_work() as current:
        for role in current.scalars(select(Role)):
            role.permissions, role.edited = [], True


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/admin", "/admin/sign-in"),
        ("/admin/searches", "/admin/sign-in?next=/admin/searches"),
        ("/admin/searches?after=a%26b", "/admin/sign-in?next=/admin/searches?after%3Da%2526b"),
    ],
)
def test_strangers_are_led_to_the_sign_in_page(client: FlaskClient, path: str, to: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, to)
    assert answer.headers["Cache-Control"] == "no-store"


def test_htmx_is_told_to_go_there_as_a_whole_page(client: FlaskClient) -> None:
    answer = client.get("/admin/searches", headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/admin/sign-in")
    assert not answer.text


@pytest.mark.parametrize("cookie", ["x", "x" * 3000, "\x7f", "é"])
def test_cookies_that_are_no_session_open_nothing(client: FlaskClient, cookie: str) -> None:
    client.set_cookie("duka_staff", cookie, path="/admin")
    assert client.get("/admin").status_code == 303


def test_without_the_permission_the_page_is_refused_in_the_offices_look(
    app: Flask, database: TestDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    client = signed_in(app)
    revoke_everything()
    answer = client.get("/admin/searches")
    assert answer.status_code == 403
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'class="office"' in answer.text
    assert "Searches" not in answer.text.split("<main")[0]
    assert "lacks searches:read" in caplog.text
    fragment = client.get("/admin/searches", headers=HTMX)
    assert fragment.status_code == 403
    assert "<html" not in fragment.text


def test_errors_of_the_office_are_told_in_its_look(app: Flask, database: TestDatabase) -> None:
    client = signed_in(app)
    for answer, status in (
        (client.get("/admin/nowhere"), 404),
        (client.post("/admin/searches", headers={"Sec-Fetch-Site": "same-origin"}), 405),
    ):
        assert answer.status_code == status
        assert answer.headers["Cache-Control"] == "no-store"
        assert 'class="office"' in answer.text
    assert 'class="office"' not in app.test_client().get("/admin/nowhere").text


def test_the_home_page_shows_what_the_role_may_see(app: Flask, database: TestDatabase) -> None:
    viewer = signed_in(app, Template.VIEWER).get("/admin")
    assert "Sold out and running low" in viewer.text
    assert "Not finished by itself" not in viewer.text
    revoke_everything()
    bare = signed_in(app, Template.VIEWER, "b@example.com").get("/admin")
    assert "Your role shows nothing here yet" in bare.text
    assert 'href="/admin/searches"' not in bare.text


@pytest.mark.parametrize("act", ["disable", "set_password"])
def test_a_session_ends_before_the_next_request(
    app: Flask, database: TestDatabase, act: str
) -> None:
    signed_in(app, email="second@example.com")
    client = signed_in(app)
    assert client.get("/admin").status_code == 200
    with unit_of_work():
        if act == "disable":
            members.disable("asha@example.com")
        else:
            members.set_password("asha@example.com", PASSWORD + " 2")
    assert client.get("/admin").status_code == 303


def test_use_keeps_the_session_alive_and_is_written_once_a_minute(
    app: Flask, database: TestDatabase, clock: Hands, query_counter: Counter
) -> None:
    client = signed_in(app)
    for _ in range(3):
        clock.forward(minutes=20)
        assert client.get("/admin").status_code == 200
    with query_counter() as counted:
        client.get("/admin")
    assert [said for said in counted.statements if said.startswith("UPDATE")] == []
    assert session().scalars(select(Session.last_seen_at)).one() == clock.now
    clock.forward(minutes=31)
    assert client.get("/admin").status_code == 303


def test_the_shop_asks_nothing_about_staff(
    app: Flask, database: TestDatabase, query_counter: Counter
) -> None:
    client = signed_in(app)
    client.set_cookie("duka_staff", "anything", path="/")
    with query_counter() as counted:
        for path in ("/", "/c/all", "/search?q=throw", "/administrators"):
            client.get(path)
    assert counted.total
    assert [said for said in counted.statements if "sessions" in said or "members" in said] == []


def test_the_members_language_counts_until_another_is_chosen(
    app: Flask, database: TestDatabase
) -> None:
    client = signed_in(app)
    with unit_of_work() as current:
        current.scalars(select(Member)).one().locale = "fr"
    assert '<html lang="fr"' in client.get("/admin", headers={"Accept-Language": "en"}).text
    client.set_cookie("duka_language", "en")
    assert '<html lang="en"' in client.get("/admin").text
