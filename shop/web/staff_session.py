"""Who of the staff a request comes from: a cookie of its own, a session row."""

from __future__ import annotations

from dataclasses import dataclass

import flask_login
from flask import Flask, Request, current_app, g, request, session
from flask_login import LoginManager
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from shop.domain.staff import queries
from shop.domain.staff.actions.devices import TRUSTED_FOR
from shop.domain.staff.queries import SignedIn

OFFICE = "/admin"
_LONGEST_COOKIE = 100


@dataclass(frozen=True, slots=True)
class StaffUser:
    """A member of staff as Flask-Login asks about one."""

    member: SignedIn
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """Return what Flask-Login would keep in its own session, which we do not use."""
        return f"staff:{self.member.member_id}"


def cookie_name(app: Flask) -> str:
    """Return the name of the cookie; over https its prefix binds it to this host (RFC 6265bis)."""
    return "__Host-duka-staff" if app.config["SESSION_COOKIE_SECURE"] else "duka_staff"


def device_cookie_name(app: Flask) -> str:
    """Return the name of the cookie that a trusted device is known by."""
    return "__Host-duka-device" if app.config["SESSION_COOKIE_SECURE"] else "duka_device"


def _cookie(app: Flask) -> dict[str, object]:
    secure = app.config["SESSION_COOKIE_SECURE"]
    # `__Host-` demands the root as path; without it the cookie is sent to the office alone.
    path = "/" if secure else OFFICE
    return {"path": path, "secure": secure, "httponly": True, "samesite": "Strict"}


def begin(response: Response, new: str) -> None:
    """Hand the browser the id of a new session, and a new secret for its forms' tokens."""
    response.set_cookie(cookie_name(current_app), new, **_cookie(current_app))  # type: ignore[arg-type]  # options by name
    session.clear()
    g.pop("csrf_token", None)
    generate_csrf()


def remember_device(response: Response, known_by: str) -> None:
    """Hand the browser what it is trusted by for a while."""
    response.set_cookie(
        device_cookie_name(current_app),
        known_by,
        max_age=TRUSTED_FOR,
        **_cookie(current_app),  # type: ignore[arg-type]  # as above
    )


def secret() -> str:
    """Return the session's id that this browser sent, empty where it sent none."""
    found = request.cookies.get(cookie_name(current_app), "")
    return found if len(found) <= _LONGEST_COOKIE else ""


def device_secret() -> str:
    """Return what this browser is trusted by, empty where it is not."""
    found = request.cookies.get(device_cookie_name(current_app), "")
    return found if len(found) <= _LONGEST_COOKIE else ""


def forget(response: Response) -> None:
    """Take everything away that this browser keeps of the office."""
    response.delete_cookie(cookie_name(current_app), **_cookie(current_app))  # type: ignore[arg-type]  # as above
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    session.clear()


def current_member() -> SignedIn | None:
    """Return the member this request comes from; asks the database once, and only in the office."""
    user = flask_login.current_user
    return user.member if isinstance(user, StaffUser) else None


def this_member() -> SignedIn:
    """Return the member a guarded view is running for."""
    member = current_member()
    if member is None:
        raise LookupError("this view is open to others than staff")
    return member


def _load(asked: Request) -> StaffUser | None:
    """Find the member by the cookie; a page of the shop never gets as far as a question."""
    if asked.path != OFFICE and not asked.path.startswith(f"{OFFICE}/"):
        return None
    found = secret()
    member = queries.signed_in(found) if found else None
    return StaffUser(member) if member else None


def init_app(app: Flask) -> None:
    """Let `current_member()` find who a request of the office comes from.

    Flask-Login's own `init_app` is not called: its hook reads Flask's session for every answer,
    which would make all of them vary by cookie, and it remembers nobody here.
    """
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(_load)
    app.login_manager = manager  # type: ignore[attr-defined]  # where Flask-Login looks for it
