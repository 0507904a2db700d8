"""Every view of the office against every role, and against everything but its own permission."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from shop.domain.staff.actions import roles
from shop.domain.staff.permissions import Permission
from shop.domain.staff.roles import EVERYTHING, TEMPLATES, Grantor, Template, granted
from shop.kernel.unit_of_work import unit_of_work
from shop.web import access
from tests.backoffice.entering import token_on
from tests.factories.staff import signed_in
from tests.support.databases import TestDatabase

ROOT = Grantor(0, 0, frozenset({EVERYTHING}))
_HERE = {"Sec-Fetch-Site": "same-origin"}
_UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def guarded(app: Flask) -> list[tuple[Rule, str, access.Access]]:
    """Return every address of the staff with its method and declaration."""
    return [
        (rule, method, declared)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if (declared := access.access_of(app, rule.endpoint)) and declared.staff
    ]


def status(app: Flask, client: FlaskClient, rule: Rule, method: str) -> int:
    """Ask for an address, by numbers and keys that name nothing."""
    values = {
        name: 999_999 if "Integer" in type(converter).__name__ else "nothing"
        for name, converter in rule._converters.items()
    }
    path = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
    unsafe = method in _UNSAFE
    data = {"csrf_token": token_on(client, "/admin/account")} if unsafe else None
    return client.open(path, method=method, data=data, headers=_HERE).status_code


def refused(app: Flask, client: FlaskClient) -> set[str]:
    """Return the permissions whose views are all refused; fails where they differ."""
    answers: dict[str, set[bool]] = {}
    for rule, method, declared in guarded(app):
        if declared.permission:
            is_refused = status(app, client, rule, method) == 403
            answers.setdefault(declared.permission, set()).add(is_refused)
    mixed = {name for name, seen in answers.items() if len(seen) > 1}
    assert mixed == set()
    return {name for name, seen in answers.items() if seen == {True}}


def asked(app: Flask) -> set[str]:
    """Return the permissions that views ask for."""
    return {declared.permission for *_, declared in guarded(app) if declared.permission}


def test_the_map_knows_permissions(app: Flask) -> None:
    assert {"audit:read", "members:read", "members:write", "roles:write"} <= asked(app)


@pytest.mark.parametrize("template", Template)
def test_a_shipped_role_opens_its_own_views_alone(
    app: Flask, database: TestDatabase, template: Template
) -> None:
    client = signed_in(app, template)
    held = granted(TEMPLATES[template].permissions)
    assert refused(app, client) == asked(app) - {one.value for one in held}


@pytest.mark.parametrize("lacking", Permission)
def test_without_its_permission_a_view_is_refused_whatever_else_is_held(
    app: Flask, database: TestDatabase, lacking: Permission
) -> None:
    with unit_of_work():
        number = roles.make("All but one", set(Permission) - {lacking}, ROOT)
    client = signed_in(app, str(number))  # type: ignore[arg-type]
    assert refused(app, client) == asked(app) & {lacking.value}
