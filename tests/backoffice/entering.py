"""How a test comes into the office by its forms."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.staff import PASSWORD, SEED, member


def field(text: str, name: str) -> str:
    """Return the value of the first hidden field with a name."""
    tags: list[str] = re.findall(rf'<input[^>]* name="{name}"[^>]*>', text)
    found = re.search(r' value="([^"]*)"', tags[0]) if tags else None
    assert found, text
    return found[1]


def post(client: FlaskClient, path: str, *, at: str = "", **fields: object) -> TestResponse:
    """Send a form with the token of the page it stands on."""
    stood_on = at or path
    token = token_on(client, stood_on)
    headers = {"Referer": f"http://localhost{stood_on}", "Sec-Fetch-Site": "same-origin"}
    return client.post(path, data=fields | {"csrf_token": token}, headers=headers)


def token_on(client: FlaskClient, path: str) -> str:
    """Return the token of a page's forms; empty before the browser has a session of Flask's."""
    text = client.get(path).text
    return field(text, "csrf_token") if 'name="csrf_token"' in text else ""


def send(
    client: FlaskClient, email: str = "asha@example.com", password: str = PASSWORD
) -> TestResponse:
    """Show e-mail address and password; a session that is there already is asked for its token."""
    page = client.get("/admin/sign-in", follow_redirects=True)
    token = field(page.text, "csrf_token")
    fields = {"email": email, "password": password, "csrf_token": token}
    return client.post("/admin/sign-in", data=fields)


def half_in(app: Flask, seed: str = SEED) -> FlaskClient:
    """Return the browser of a new member who has shown the password."""
    member(seed=seed)
    client = app.test_client()
    assert send(client).status_code == 303
    return client
