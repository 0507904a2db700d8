"""A member's own sessions and devices, proof before sensitive acts, and forms that were cut off."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.domain.staff import queries
from shop.domain.staff.actions import devices, sessions
from shop.domain.staff.models import KeptForm, Member
from shop.domain.staff.statuses import Proof
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from shop.web.staff_session import OFFICE, cookie_name
from tests.backoffice.entering import field, post, send, token_on
from tests.factories.staff import PASSWORD, code, member, session_of, signed_in
from tests.support.databases import TestDatabase
from tests.support.hands import Hands

ACCOUNT, CONFIRM, INVITE = "/admin/account", "/admin/confirm", "/admin/members/invite"
STOOD = {"Referer": f"http://localhost{INVITE}", "Sec-Fetch-Site": "same-origin"}
TYPED = {"email": "juma@example.com", "name": "Juma <b>", "role": "viewer", "password": "typed-pw"}


@pytest.fixture
def office(app: Flask, database: TestDatabase, clock: Hands) -> FlaskClient:
    """Return the browser of an owner who has just signed in."""
    return signed_in(app)


def test_own_sessions_are_listed_and_ended_one_by_one_or_all(office: FlaskClient) -> None:
    number = queries.id_of("asha@example.com") or 0
    others = [session_of(number) for _ in range(2)]
    foreign = session_of(member("b@example.com"))
    text = office.get(ACCOUNT).text
    ends = re.findall(r"/admin/account/sessions/(\d+)/end", text)
    assert len(ends) == 2
    assert "This device" in text
    post(office, f"/admin/account/sessions/{ends[0]}/end", at=ACCOUNT)
    assert [bool(queries.signed_in(secret)) for secret in others] == [True, False]
    stranger = queries.signed_in(foreign)
    assert stranger
    post(office, f"/admin/account/sessions/{stranger.session_id}/end", at=ACCOUNT)
    post(office, "/admin/account/sessions/end", at=ACCOUNT)
    assert queries.signed_in(others[0]) is None
    assert queries.signed_in(foreign)
    assert office.get(ACCOUNT).status_code == 200


def test_devices_are_listed_and_forgotten(office: FlaskClient) -> None:
    number = queries.id_of("asha@example.com") or 0
    with unit_of_work():
        known_by = devices.trust(number, "127.0.0.1", "Mozilla/5.0 (Android 15) Firefox/140")
    text = office.get(ACCOUNT).text
    assert "Firefox · Android" in text
    found = re.search(r"/admin/account/devices/\d+/forget", text)
    assert found
    post(office, found[0], at=ACCOUNT)
    assert queries.device_of("asha@example.com", known_by) is None


def test_sensitive_acts_ask_again_after_five_minutes(office: FlaskClient, clock: Hands) -> None:
    assert post(office, "/admin/account/backup-codes", at=ACCOUNT).status_code == 200
    clock.forward(minutes=6)
    answer = post(office, "/admin/account/backup-codes", at=ACCOUNT)
    assert answer.headers["Location"].startswith(CONFIRM)
    before = office.get_cookie("duka_staff", path=OFFICE)
    assert post(office, CONFIRM, proof="not the password").status_code == 422
    assert post(office, CONFIRM, proof=PASSWORD, next=ACCOUNT).headers["Location"] == ACCOUNT
    after = office.get_cookie("duka_staff", path=OFFICE)
    assert before
    assert after
    assert before.value != after.value
    assert post(office, "/admin/account/backup-codes", at=ACCOUNT).status_code == 200


def test_on_a_trusted_device_only_a_code_will_do(
    app: Flask, database: TestDatabase, clock: Hands
) -> None:
    client, number = app.test_client(), member()
    client.set_cookie(cookie_name(app), session_of(number, Proof.DEVICE), path=OFFICE)
    assert client.get("/admin").status_code == 200
    assert client.get(INVITE).headers["Location"].startswith(CONFIRM)
    assert post(client, CONFIRM, proof=PASSWORD).status_code == 422
    assert post(client, CONFIRM, proof=code(clock.now)).status_code == 303
    assert client.get(INVITE).status_code == 200


def test_wrong_proofs_lock(office: FlaskClient, clock: Hands) -> None:
    clock.forward(minutes=6)
    for _ in range(5):
        assert post(office, CONFIRM, proof="000000").status_code == 422
    assert post(office, CONFIRM, proof=code(clock.now)).status_code == 429


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "form#f"}])
def test_a_form_that_an_expired_session_cut_off_is_there_after_sign_in(
    office: FlaskClient, clock: Hands, headers: dict[str, str]
) -> None:
    token = token_on(office, INVITE)
    clock.forward(minutes=31)
    stood = STOOD | headers
    answer = office.post(INVITE, data=TYPED | {"csrf_token": token}, headers=stood)
    to = answer.headers["HX-Redirect" if headers else "Location"]
    assert answer.status_code == (401 if headers else 303)
    page = office.get(to)
    onward = field(page.text, "next")
    assert onward.startswith(f"{INVITE}?kept=")
    sent = {"email": "asha@example.com", "password": PASSWORD, "next": onward}
    office.post("/admin/sign-in", data=sent | {"csrf_token": field(page.text, "csrf_token")})
    post(office, "/admin/second-factor", code=code(clock.now), next=onward)
    text = office.get(onward).text
    assert 'value="juma@example.com"' in text
    assert "Juma &lt;b&gt;" in text
    assert '<option value="viewer" selected' in text
    assert "typed-pw" not in text
    assert "This is what you had typed" in text
    assert "juma" not in office.get(INVITE).text
    assert len(queries.members()) == 1  # nothing was sent by itself
    kept = session().scalars(select(KeptForm)).one()
    assert "juma" not in kept.body


def test_what_was_typed_is_for_the_same_account_and_half_an_hour(
    app: Flask, office: FlaskClient, clock: Hands
) -> None:
    token = token_on(office, INVITE)
    clock.forward(minutes=6)
    answer = office.post(INVITE, data=TYPED | {"csrf_token": token}, headers=STOOD)
    assert answer.headers["Location"].startswith(f"{CONFIRM}?next={INVITE}?kept")
    onward = field(office.get(answer.headers["Location"]).text, "next")
    other = signed_in(app, email="b@example.com")
    assert "juma" not in other.get(onward).text
    post(office, CONFIRM, proof=PASSWORD, next=onward)
    assert "juma" in office.get(onward).text
    clock.forward(minutes=31)
    again = signed_in(app, email="c@example.com")
    assert again.get(onward).status_code == 200
    assert queries.kept_form(queries.id_of("asha@example.com") or 0, onward.split("=")[-1]) is None


def test_a_session_that_was_ended_keeps_nothing(office: FlaskClient) -> None:
    token = token_on(office, INVITE)
    with unit_of_work() as current:
        sessions.end_all(current.scalars(select(Member.id)).one())
    answer = office.post(INVITE, data=TYPED | {"csrf_token": token}, headers=STOOD)
    assert answer.headers["Location"] == "/admin/sign-in"
    assert session().scalars(select(KeptForm)).all() == []


def test_signing_in_keeps_five_sessions(app: Flask, office: FlaskClient) -> None:
    clients = [app.test_client() for _ in range(6)]
    for client in clients:
        assert send(client).status_code == 303
    assert len(queries.sessions_of(queries.id_of("asha@example.com") or 0)) == 5


@pytest.mark.parametrize(
    ("referer", "begins"),
    [
        ("", ""),
        ("http://[x", ""),
        ("http://evil.example/", ""),
        ("http://localhost/cart", ""),
        ("http://localhost/admin/audit?area=role&kept=old", "/admin/audit?area=role&kept="),
    ],
)
def test_the_page_of_a_form_is_one_of_the_office(
    office: FlaskClient, clock: Hands, referer: str, begins: str
) -> None:
    clock.forward(minutes=6)
    headers = {"Referer": referer, "Sec-Fetch-Site": "same-origin"}
    answer = office.post(INVITE, data=TYPED, headers=headers)
    page = office.get(answer.headers["Location"])
    onward = html.unescape(field(page.text, "next"))
    assert onward.startswith(begins)
    assert "kept=old" not in onward
    assert bool(onward) is bool(begins)
