"""Every address says who may reach it, and reading one changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.web import access
from tests.architecture.conftest import Look, visitor_of
from tests.architecture.pages import ALL_FRAGMENTS, ALL_PAGES, ERRORS, MACHINES, PAGES, as_fragment
from tests.support.counting import Counted

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "CREATE", "DROP", "ALTER", "TRUNCATE")
MACHINE_PATHS = [path for paths in MACHINES.values() for path in paths]


def _readable(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


def test_every_view_declares_who_may_reach_it(app: Flask) -> None:
    assert app.view_functions
    assert [name for name in app.view_functions if access.access_of(app, name) is None] == []


def test_a_shop_with_an_undeclared_view_does_not_start() -> None:
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/open", "declared", access.public(lambda: "open"))
    access.check_all(app)
    app.add_url_rule("/door", "forgotten", lambda: "open")
    with pytest.raises(RuntimeError, match="forgotten"):
        access.check_all(app)


def test_a_view_cannot_declare_twice() -> None:
    with pytest.raises(RuntimeError, match="twice"):
        access.shared(access.public(lambda: "open"))


def test_the_samples_know_every_readable_address(app: Flask) -> None:
    assert set(PAGES) | set(MACHINES) == _readable(app)


def test_the_office_is_shut_to_strangers(app: Flask, client: FlaskClient) -> None:
    adapter = app.url_map.bind("localhost")
    guarded = [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if (declared := access.access_of(app, rule.endpoint)) is not None and declared.staff
    ]
    assert guarded
    for rule, method in guarded:
        path = adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, "1"), method=method)
        answer = client.open(path, method=method, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 303, (method, path)
        assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("path", ALL_PAGES)
def test_pages_answer(path: str, look: Look) -> None:
    answer = look(path)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/html")


@pytest.mark.parametrize("path", [*ALL_PAGES, *MACHINE_PATHS, *ERRORS])
def test_reading_changes_nothing(
    path: str, look: Look, query_counter: Callable[[], AbstractContextManager[Counted]]
) -> None:
    if visitor_of(path) != "client":
        look(path)  # the owner signs in, the buyer fills a cart
    with query_counter() as counted:
        look(path)
    assert [said for said in counted.statements if said.upper().startswith(_WRITES)] == []


@pytest.mark.parametrize(("path", "target"), ALL_FRAGMENTS)
def test_fragments_are_parts(path: str, target: str, look: Look) -> None:
    answer = look(path, headers=as_fragment(target))
    assert answer.status_code == 200
    assert "<html" not in answer.text
