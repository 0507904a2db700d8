"""Makes people who work here, and browsers of theirs that are signed in."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from shop.domain.staff import totp
from shop.domain.staff.actions import members, sessions
from shop.domain.staff.actions.members import NewMember
from shop.domain.staff.roles import Template
from shop.domain.staff.statuses import Proof
from shop.kernel.unit_of_work import unit_of_work
from shop.web.staff_session import OFFICE, cookie_name

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "ukuta mrefu wa samaki"
BROWSER = "Mozilla/5.0 (tests)"


def member(
    email: str = "asha@example.com", role: Template = Template.OWNER, seed: str = SEED
) -> int:
    """Write down a member whose password is `PASSWORD`; returns the id."""
    with unit_of_work():
        return members.create(
            NewMember(email=email, name="Asha Odera", password=PASSWORD, role=role, seed=seed)
        )


def session_of(member_id: int, proof: Proof = Proof.FACTOR) -> str:
    """Begin a session and return its id."""
    with unit_of_work():
        return sessions.begin(member_id, "127.0.0.1", BROWSER, proof=proof)


def signed_in(
    app: Flask, role: Template = Template.OWNER, email: str = "asha@example.com"
) -> FlaskClient:
    """Return the browser of a new member who is signed in."""
    client = app.test_client()
    client.set_cookie(cookie_name(app), session_of(member(email, role)), path=OFFICE)
    return client


def code(moment: datetime, seed: str = SEED) -> str:
    """Return what an authenticator app shows at a moment."""
    return totp.code_at(seed, totp.step_at(moment))
