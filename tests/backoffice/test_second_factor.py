"""The second factor: enrolment, codes that open once, devices that are trusted, locks."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop.domain.audit import queries as audit
from shop.domain.audit.queries import Wanted
from shop.domain.staff import queries, totp
from shop.domain.staff.actions import factors
from shop.domain.staff.models import BackupCode, SecondFactor, TrustedDevice
from shop.domain.staff.statuses import Proof
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from shop.web.staff_session import OFFICE, cookie_name
from tests.backoffice.entering import field, half_in, post, send
from tests.factories.staff import SEED, code, member
from tests.support.hands import Hands

FACTOR, ENROLMENT = "/admin/second-factor", "/admin/enrolment"
pytestmark = pytest.mark.usefixtures("database")


def show(client: FlaskClient, shown: str, **more: str) -> TestResponse:
    """Fill the second factor's form in."""
    return post(client, FACTOR, code=shown, **more)


def test_without_a_factor_only_the_enrolment_opens(app: Flask) -> None:
    client = half_in(app, seed="")
    for path in ("/admin", "/admin/audit", FACTOR, "/admin/confirm"):
        assert client.get(path).headers["Location"].startswith(ENROLMENT), path
    text = client.get(ENROLMENT).text
    assert 'data-form="staff-enrolment"' in text
    assert "otpauth://totp/" in text
    assert "<nav" not in text


def test_enrolling_opens_the_office_and_shows_backup_codes_once(app: Flask, clock: Hands) -> None:
    client = half_in(app, seed="")
    before = client.get_cookie(cookie_name(app), path=OFFICE)
    text = client.get(ENROLMENT, query_string={"next": "/admin/searches"}).text
    seed = re.sub(r"\s", "", re.findall(r"<code[^>]*>([^<]+)</code>", text)[0])
    sent = {"seed": field(text, "seed"), "next": "/admin/searches"}
    wrong = post(client, ENROLMENT, code="000000", **sent)
    assert wrong.status_code == 422
    assert seed in wrong.text.replace(" ", "")  # the app need not be set up again
    answer = post(client, ENROLMENT, code=code(clock.now, seed), **sent)
    codes = re.findall(r"<code[^>]*>([^<]+)</code>", answer.text)
    assert len(set(codes)) == 10
    assert 'href="/admin/searches"' in answer.text
    after = client.get_cookie(cookie_name(app), path=OFFICE)
    assert before and after and before.value != after.value  # noqa: PT018 - one question
    assert client.get("/admin").status_code == 200
    assert client.get(ENROLMENT).status_code == 303
    kept = session().scalars(select(SecondFactor)).one()
    assert seed not in kept.seed
    assert {row.code_hash for row in session().scalars(select(BackupCode))}.isdisjoint(codes)


def test_nobody_enrols_over_a_factor_with_the_password_alone(app: Flask, clock: Hands) -> None:
    client, seed = half_in(app), totp.new_seed()
    answer = client.get(ENROLMENT)
    assert answer.headers["Location"] == "/admin"
    assert post(client, ENROLMENT, at=FACTOR, code=code(clock.now, seed)).status_code == 303
    assert factors.seed_of(queries.id_of("asha@example.com") or 0) == SEED
    assert client.get("/admin").headers["Location"] == FACTOR


def test_a_code_opens_the_office_under_a_new_id(app: Flask, clock: Hands) -> None:
    client = half_in(app)
    before = client.get_cookie(cookie_name(app), path=OFFICE)
    answer = show(client, f" {code(clock.now)[:3]} {code(clock.now)[3:]}", next="/admin/searches")
    assert answer.headers["Location"] == "/admin/searches"
    assert client.get("/admin").status_code == 200
    assert before
    assert queries.signed_in(before.value) is None
    assert audit.acts(Wanted()).items[0].verb == "member.signed_in"


@pytest.mark.parametrize(("seconds", "opens"), [(-30, True), (30, True), (-60, False), (60, False)])
def test_a_clock_may_be_half_a_minute_off(
    app: Flask, clock: Hands, seconds: int, opens: bool
) -> None:
    client = half_in(app)
    shown = code(clock.now)
    clock.forward(seconds=seconds)
    assert show(client, shown).status_code == (303 if opens else 422)


def test_a_code_opens_once_and_none_before_it_afterwards(app: Flask, clock: Hands) -> None:
    first, second = code(clock.now), totp.code_at(SEED, totp.step_at(clock.now) - 1)
    assert show(half_in(app), first).status_code == 303
    again = app.test_client()
    send(again)
    for used in (first, second):
        assert show(again, used).status_code == 422
    refused = audit.acts(Wanted(outcome="refused")).items
    assert [act.after for act in refused] == [{"reason": "BAD_CODE"}] * 2
    clock.forward(seconds=30)
    assert show(again, code(clock.now)).status_code == 303


def test_a_backup_code_opens_once(app: Flask, clock: Hands) -> None:
    number = member()
    with unit_of_work():
        codes = factors.renew_backup_codes(number)
    for shown, status in ((codes[3].upper(), 303), (codes[3], 422), (codes[4], 303)):
        client = app.test_client()
        send(client)
        assert show(client, shown).status_code == status


def test_five_wrong_codes_lock(app: Flask, clock: Hands) -> None:
    client = half_in(app)
    for _ in range(5):
        assert show(client, "000000").status_code == 422
    assert show(client, code(clock.now)).status_code == 429
    clock.forward(minutes=16)
    assert show(client, code(clock.now)).status_code == 303


def test_a_trusted_device_skips_the_code_for_thirty_days(app: Flask, clock: Hands) -> None:
    client = half_in(app)
    answer = show(client, code(clock.now), trust="y")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "duka_device" in c)
    for word in ("HttpOnly", "SameSite=Strict", "Path=/admin", "Max-Age=2592000"):
        assert word in cookie
    post(client, "/admin/sign-out", at="/admin")
    assert send(client).headers["Location"] == "/admin"
    assert client.get("/admin").status_code == 200
    clock.forward(days=31)
    send(client)
    assert client.get("/admin").headers["Location"] == FACTOR


def test_a_trusted_device_is_its_members_alone_and_not_locked_by_others(
    app: Flask, clock: Hands
) -> None:
    client = half_in(app)
    show(client, code(clock.now), trust="y")
    stranger = app.test_client()
    for _ in range(6):
        send(stranger, password="wrong")
    assert send(stranger).status_code == 429
    assert send(client).status_code == 303
    member("b@example.com")
    send(client, email="b@example.com")
    assert client.get("/admin").headers["Location"] == FACTOR
    assert len(session().scalars(select(TrustedDevice)).all()) == 1


def test_after_another_secret_key_backup_codes_still_open(app: Flask, clock: Hands) -> None:
    client = half_in(app)
    with unit_of_work() as current:
        current.scalars(select(SecondFactor)).one().seed = "12345678.gone"
        codes = factors.renew_backup_codes(queries.id_of("asha@example.com") or 0)
    assert show(client, code(clock.now)).status_code == 422
    assert show(client, codes[0]).status_code == 303


@pytest.mark.parametrize("odd", ["", "12345", "é23456", "\0", "a" * 500, "<b>"])
def test_nonsense_is_answered(app: Flask, odd: str) -> None:
    answer = show(half_in(app), odd)
    assert answer.status_code == 422
    assert "<b>" not in answer.text


def test_a_session_half_way_is_refused_by_every_view(app: Flask) -> None:
    client = half_in(app)
    assert client.get("/admin/audit").headers["Location"] == f"{FACTOR}?next=/admin/audit"
    assert queries.signed_in(_cookie(app, client)).proof is Proof.PASSWORD  # type: ignore[union-attr]


def _cookie(app: Flask, client: FlaskClient) -> str:
    found = client.get_cookie(cookie_name(app), path=OFFICE)
    assert found
    return found.value
