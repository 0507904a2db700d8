"""The audit's page, and that refusals find their way into it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.domain.audit import actions, queries
from shop.domain.audit.queries import PAGE_SIZE, Wanted
from shop.domain.staff.roles import Template
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.staff import signed_in
from tests.support.databases import TestDatabase
from tests.support.hands import Hands


@pytest.fixture
def office(app: Flask, database: TestDatabase, clock: Hands) -> FlaskClient:
    """Return the browser of an owner."""
    return signed_in(app)


def test_a_refused_page_is_written_down_with_who_and_from_where(
    app: Flask, database: TestDatabase
) -> None:
    viewer = signed_in(app, Template.VIEWER, "v@example.com")
    assert viewer.get("/admin/audit").status_code == 403
    act = queries.acts(Wanted(outcome="refused")).items[0]
    assert (act.verb, act.subject_id, act.role) == ("page.refused", "/admin/audit", "Viewer")
    assert act.after == {"reason": "audit:read"}
    assert act.address == "127.0.0.1"
    text = signed_in(app).get("/admin/audit").text
    assert "Was refused a page" in text
    assert "Asha Odera" in text


def test_who_comes_next_is_not_taken_for_who_came_before(app: Flask, office: FlaskClient) -> None:
    office.get("/admin")
    app.test_client().get("/admin/audit")
    with unit_of_work():
        actions.record("test.done", "thing")
    assert queries.acts(Wanted()).items[0].member_id is None


def test_the_list_is_paged_and_keeps_its_filters(office: FlaskClient) -> None:
    with unit_of_work():
        for number in range(PAGE_SIZE + 5):
            actions.refused("page.refused", "page", f"/x{number}")
            actions.record("other.done", "thing", f"y{number}")
    text = office.get("/admin/audit?area=page&outcome=refused&who=nonsense&since=x").text
    assert "/x54<" in text
    assert ">y" not in text
    onward = re.search(r'href="(/admin/audit\?[^"]*after=[^"]+)"', text)
    assert onward
    rest = office.get(onward[1].replace("&amp;", "&")).text
    assert "/x0<" in rest
    assert "/x54<" not in rest
    assert ">y" not in rest


@pytest.mark.parametrize(
    "query",
    ["who=%00", "who=99999999999999999999", "since=0001-01-01", "until=9999-12-31", "after=zzz"],
)
def test_nonsense_is_answered(office: FlaskClient, query: str) -> None:
    assert office.get(f"/admin/audit?{query}").status_code == 200


def test_what_is_written_is_escaped(office: FlaskClient) -> None:
    with unit_of_work():
        actions.record("x.y", "thing", "<b>1</b>", before={"<i>": "<u>"}, after={"<i>": "</u>"})
    text = office.get("/admin/audit").text
    for tag in ("<b>1", "<i>", "<u>"):
        assert tag not in text
