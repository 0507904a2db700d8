"""Who of the staff a request comes from: a cookie of its own, a session row, one guard."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import flask_login
from flask import (
    Flask,
    Request,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import LoginManager
from flask_wtf.csrf import generate_csrf
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from shop.domain.staff import queries
from shop.domain.staff.actions import sessions
from shop.domain.staff.queries import SignedIn
from shop.kernel import clock
from shop.kernel.i18n import _, set_locale
from shop.kernel.unit_of_work import unit_of_work
from shop.web import htmx
from shop.web.access import Access, current_access
from shop.web.locale import LANGUAGE_COOKIE

OFFICE = "/admin"
SIGN_IN = "backoffice.sign_in"
_LONGEST_COOKIE = 100
_log = logging.getLogger(__name__)


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


def _cookie(app: Flask) -> dict[str, object]:
    secure = app.config["SESSION_COOKIE_SECURE"]
    # `__Host-` demands the root as path; without it the cookie is sent to the office alone.
    path = "/" if secure else OFFICE
    return {"path": path, "secure": secure, "httponly": True, "samesite": "Strict"}


def begin(response: Response, secret: str) -> None:
    """Hand the browser the id of a new session, and a new secret for its forms' tokens."""
    response.set_cookie(cookie_name(current_app), secret, **_cookie(current_app))  # type: ignore[arg-type]  # options by name
    session.clear()
    g.pop("csrf_token", None)
    generate_csrf()


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
    secret = asked.cookies.get(cookie_name(current_app), "")
    if not secret or len(secret) > _LONGEST_COOKIE:
        return None
    member = queries.signed_in(secret)
    return StaffUser(member) if member else None


def _touch(member: SignedIn) -> None:
    """Keep the session alive, at most once a minute; a shop that cannot write still reads."""
    if clock.now() - member.last_seen_at < sessions.TOUCH_AFTER:
        return
    try:
        with unit_of_work():
            sessions.touch(member.session_id)
    except OperationalError as error:
        _log.warning("session %s could not be kept alive: %s", member.session_id, error)


def _to_sign_in() -> Response:
    """Lead to the sign-in page and from there back; htmx goes there as a whole page."""
    back = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else OFFICE
    if htmx.is_fragment() or back == OFFICE:
        back = ""
    to = url_for(SIGN_IN, next=back or None)
    if htmx.is_fragment():
        response = htmx.redirect(to)
        response.status_code = 401
        return response
    return redirect(to, 303)


def _refuse(member: SignedIn, access: Access) -> tuple[str, int]:
    _log.warning(
        "refused: member %s lacks %s for %s %s",
        member.member_id, access.permission, request.method, request.path,
    )  # fmt: skip
    if htmx.is_fragment():
        sentence = _("Your role does not allow that. Ask an owner of the shop.")
        return render_template("errors/_fragment.html", status=403, sentence=sentence), 403
    return render_template("backoffice/forbidden.html", title=_("Not for your role")), 403


def _guard() -> Response | tuple[str, int] | None:
    """Let nobody pass to a view of the staff who may not."""
    access = current_access()
    if access is None or not access.staff:
        return None
    member = current_member()
    if member is None:
        return _to_sign_in()
    if member.locale and LANGUAGE_COOKIE not in request.cookies:
        set_locale(member.locale)
    _touch(member)
    return None if member.may(access.permission) else _refuse(member, access)


def init_app(app: Flask) -> None:
    """Guard every view of the staff.

    Flask-Login's own `init_app` is not called: its hook reads Flask's session for every answer,
    which would make all of them vary by cookie, and it remembers nobody here.
    """
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(_load)
    app.login_manager = manager  # type: ignore[attr-defined]  # where Flask-Login looks for it
    app.before_request(_guard)
