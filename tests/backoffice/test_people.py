"""People and roles: who may give what to whom, and how somebody joins."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.domain.audit import queries as audit
from shop.domain.audit.queries import Wanted
from shop.domain.staff import queries
from shop.domain.staff.actions import roles
from shop.domain.staff.permissions import SENTENCES, Permission
from shop.domain.staff.roles import EVERYTHING, TEMPLATES, Grantor, Template, may_grant
from shop.kernel.unit_of_work import unit_of_work
from tests.backoffice.entering import field, post, send
from tests.factories.staff import PASSWORD, code, member, signed_in
from tests.support.databases import TestDatabase
from tests.support.hands import Hands

ROOT = Grantor(0, 0, frozenset({EVERYTHING}))
INVITE = "/admin/members/invite"


@pytest.fixture
def office(app: Flask, database: TestDatabase, clock: Hands) -> FlaskClient:
    """Return the browser of an owner who has just signed in."""
    return signed_in(app)


@pytest.fixture
def manager(app: Flask, office: FlaskClient) -> FlaskClient:
    """Return the browser of a manager."""
    return signed_in(app, Template.MANAGER, "manager@example.com")


def line(email: str) -> queries.MemberLine:
    """Return a member as the list shows one."""
    found = queries.member(queries.id_of(email) or 0)
    assert found
    return found


@pytest.mark.parametrize(
    ("own", "wanted", "may"),
    [
        ({EVERYTHING}, {EVERYTHING}, True),
        ({"a", "b"}, {"a"}, True),
        ({"a", "b"}, set(), True),
        ({"a"}, {"a", "b"}, False),
        (set(Permission), {EVERYTHING}, False),
        (set(), {"a"}, False),
    ],
)
def test_nobody_gives_what_they_lack(own: set[str], wanted: set[str], may: bool) -> None:
    assert may_grant(own, wanted) is may


def test_the_vocabulary_is_in_order_and_has_a_sentence_each() -> None:
    assert list(Permission) == sorted(Permission)
    assert set(SENTENCES) == set(Permission)
    assert len(TEMPLATES) == 7
    keys = {key for one in TEMPLATES.values() for key in one.permissions}
    assert keys <= {EVERYTHING, *Permission}


def test_somebody_is_invited_joins_and_enters(
    app: Flask, office: FlaskClient, clock: Hands
) -> None:
    fields = {"email": "Juma@example.com", "name": "Juma", "role": "viewer"}
    text = post(office, INVITE, **fields).text
    found = re.search(r'id="join-link">http://localhost:\d+(/admin/join/[^<]+)<', text)
    assert found
    assert found[1] not in office.get(f"/admin/members/{line('juma@example.com').id}").text
    client = app.test_client()
    page = client.get(found[1])
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "juma@example.com" in page.text
    assert post(client, found[1], password="short").status_code == 422
    answer = post(client, found[1], password=PASSWORD)
    assert answer.headers["Location"] == "/admin/enrolment"
    text = client.get("/admin/enrolment").text
    seed = re.sub(r"\s", "", re.findall(r"<code[^>]*>([^<]+)</code>", text)[0])
    post(client, "/admin/enrolment", code=code(clock.now, seed), seed=field(text, "seed"))
    assert client.get("/admin").status_code == 200
    assert client.get("/admin/members").status_code == 403
    again = app.test_client().get(found[1])
    assert again.status_code == 404
    assert 'data-form="staff-join"' not in again.text
    verbs = [act.verb for act in audit.acts(Wanted(area="member")).items]
    assert verbs[:4] == [
        "member.factor_set_up", "member.joined", "member.invited", "member.added",
    ]  # fmt: skip


def test_links_are_over_after_three_days_or_when_another_is_made(
    app: Flask, office: FlaskClient, clock: Hands
) -> None:
    post(office, INVITE, email="j@example.com", name="J", role="viewer")
    there = f"/admin/members/{line('j@example.com').id}"

    def link() -> str:
        text = post(office, f"{there}/link", at=there).text
        found = re.search(r'id="join-link">[^<]*(/admin/join/[^<]+)<', text)
        assert found
        return found[1]

    first, second = link(), link()
    assert app.test_client().get(first).status_code == 404
    assert app.test_client().get(second).status_code == 200
    clock.forward(days=3)
    assert app.test_client().get(second).status_code == 404


def test_who_was_only_invited_cannot_sign_in(app: Flask, office: FlaskClient) -> None:
    post(office, INVITE, email="j@example.com", name="J", role="viewer")
    assert send(app.test_client(), "j@example.com", " ").status_code == 422
    assert send(app.test_client(), "j@example.com").status_code == 422


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"email": "no"}, "Enter an e-mail address like"),
        ({"name": " "}, "Enter a name of 1 to 120"),
        ({"role": "9999"}, "There is no such role."),
        ({"email": "asha@example.com"}, "already works here"),
    ],
)
def test_an_invitation_says_what_is_wrong(
    office: FlaskClient, fields: dict[str, str], problem: str
) -> None:
    sent = {"email": "j@example.com", "name": "Juma", "role": "viewer"} | fields
    answer = post(office, INVITE, **sent)
    assert answer.status_code in {404, 422}
    assert problem in answer.text
    assert len(queries.members()) == 1


def test_another_role_ends_the_sessions_and_counts_at_once(app: Flask, office: FlaskClient) -> None:
    viewer = signed_in(app, Template.VIEWER, "v@example.com")
    there = f"/admin/members/{line('v@example.com').id}"
    assert post(office, f"{there}/role", at=there, role="accountant").status_code == 303
    assert line("v@example.com").role_key == "accountant"
    assert viewer.get("/admin").status_code == 303
    act = audit.acts(Wanted(area="member")).items[0]
    assert (act.before, act.after) == ({"role": "Viewer"}, {"role": "Accountant"})


@pytest.mark.parametrize("act", ["role", "shut-out", "second-factor", "sessions"])
def test_a_manager_cannot_touch_an_owner_or_themselves(manager: FlaskClient, act: str) -> None:
    for email in ("asha@example.com", "manager@example.com"):
        number = line(email).id
        answer = post(manager, f"/admin/members/{number}/{act}", at="/admin/account", role="viewer")
        assert answer.status_code == 403, email
        assert line(email).status == "active"
        assert line(email).has_factor
    assert line("asha@example.com").role_key == "owner"
    reasons = [one.after["reason"] for one in audit.acts(Wanted(outcome="refused")).items]
    assert reasons == ["OWN_ROLE", "BEYOND_YOU"]


def test_a_manager_gives_no_more_than_they_have(manager: FlaskClient) -> None:
    assert 'value="owner"' not in manager.get(INVITE).text
    answer = post(manager, INVITE, email="j@example.com", name="J", role="owner")
    assert answer.status_code == 403
    assert queries.id_of("j@example.com") is None
    answer = post(manager, "/admin/roles/new", at="/admin/account", name="X", permissions="*")
    assert answer.status_code == 403


def test_the_last_owner_stays(app: Flask, office: FlaskClient) -> None:
    member("second@example.com")
    there = f"/admin/members/{line('second@example.com').id}"
    assert post(office, f"{there}/shut-out", at=there).status_code == 303
    assert post(office, f"{there}/let-in", at=there).status_code == 303
    post(office, INVITE, email="third@example.com", name="T", role="owner")
    post(office, f"{there}/role", at=there, role="viewer")
    own = f"/admin/members/{line('asha@example.com').id}"
    assert post(office, f"{own}/shut-out", at="/admin/account").status_code == 403
    assert line("asha@example.com").status == "active"


def test_a_role_is_made_changed_and_followed_at_once(app: Flask, office: FlaskClient) -> None:
    post(office, "/admin/roles/new", name="Counter", permissions=["audit:read", "stock:read"])
    made = next(one for one in queries.roles() if one.name == "Counter")
    post(office, INVITE, email="j@example.com", name="J", role=made.key)
    assert line("j@example.com").role == "Counter"
    viewer = signed_in(app, Template.VIEWER, "v@example.com")
    assert viewer.get("/admin/searches").status_code == 200
    post(office, "/admin/roles/viewer", name="Viewer", permissions=["stock:read"])
    assert viewer.get("/admin/searches").status_code == 403
    role = queries.role("viewer")
    assert role
    assert role.edited
    assert role.keys == {"stock:read"}


@pytest.mark.parametrize(
    ("key", "fields", "status"),
    [
        ("owner", {"name": "Owner", "permissions": []}, 422),
        ("new", {"name": " ", "permissions": []}, 422),
        ("new", {"name": "Viewer", "permissions": []}, 422),
        ("new", {"name": "X", "permissions": ["no:such"]}, 422),
        ("nobody", {"name": "X"}, 404),
    ],
)
def test_roles_say_what_is_wrong(
    office: FlaskClient, key: str, fields: dict[str, object], status: int
) -> None:
    member("second@example.com", Template.MANAGER)
    answer = post(office, f"/admin/roles/{key}", at="/admin/account", **fields)
    assert answer.status_code == (403 if key == "owner" else status)


def test_nobody_changes_their_own_role(app: Flask, office: FlaskClient) -> None:
    with unit_of_work():
        number = roles.make("Deputy", ["roles:write", "members:read"], ROOT)
    deputy = signed_in(app, str(number), "d@example.com")  # type: ignore[arg-type]
    sent = {"name": "Deputy", "permissions": ["audit:read"]}
    assert post(deputy, f"/admin/roles/{number}", at="/admin/account", **sent).status_code == 403
    assert post(deputy, "/admin/roles/viewer", at="/admin/account", **sent).status_code == 403
    assert "This is your own role" in deputy.get(f"/admin/roles/{number}").text
