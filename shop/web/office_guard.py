"""The guard of the office: nobody passes who may not, and what is refused is written down."""

from __future__ import annotations

import logging

from flask import Flask, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from shop.domain.audit import actions as audit
from shop.domain.audit.actors import SYSTEM, Actor, ActorKind, act_as
from shop.domain.staff import queries
from shop.domain.staff.actions import sessions
from shop.domain.staff.queries import SignedIn
from shop.kernel import clock
from shop.kernel.i18n import _, set_locale
from shop.kernel.unit_of_work import unit_of_work
from shop.web import htmx, kept_forms, staff_session
from shop.web.access import Access, current_access
from shop.web.locale import LANGUAGE_COOKIE
from shop.web.staff_session import OFFICE, current_member

SIGN_IN = "backoffice.sign_in"
FACTOR = "backoffice.second_factor"
ENROLMENT = "backoffice.enrolment"
CONFIRM = "backoffice.confirm"
_log = logging.getLogger(__name__)


def _touch(member: SignedIn) -> None:
    """Keep the session alive, at most once a minute; a shop that cannot write still reads."""
    if clock.now() - member.last_seen_at < sessions.TOUCH_AFTER:
        return
    try:
        with unit_of_work():
            sessions.touch(member.session_id)
    except OperationalError as error:
        _log.warning("session %s could not be kept alive: %s", member.session_id, error)


def _lead(endpoint: str) -> Response:
    """Lead to a page where somebody proves who they are, and from there back.

    htmx goes there as a whole page.
    """
    if request.method not in {"GET", "HEAD"}:
        return _go(endpoint, _interrupted())
    back = request.full_path.rstrip("?")
    if htmx.is_fragment() or back == OFFICE:
        back = ""
    return _go(endpoint, back)


def _interrupted() -> str:
    """Keep the form that was sent and return the page it stood on, where its account is known."""
    member = current_member()
    if member is not None:
        return kept_forms.keep(member.member_id) if member.is_through else ""
    whose = queries.lapsed_member(staff_session.secret())
    return kept_forms.keep(whose) if whose else ""


def _go(endpoint: str, back: str) -> Response:
    to = url_for(endpoint, next=back or None)
    if htmx.is_fragment():
        response = htmx.redirect(to)
        response.status_code = 401
        return response
    return redirect(to, 303)


def note_refusal(reason: str) -> None:
    """Write a refused attempt into the audit; it stays refused where nothing can be written."""
    try:
        with unit_of_work():
            audit.refused("page.refused", "page", request.path, reason=reason)
    except OperationalError as error:
        _log.warning("a refused attempt could not be written down: %s", error)


def _refuse(member: SignedIn, access: Access) -> tuple[str, int]:
    _log.warning(
        "refused: member %s lacks %s for %s %s",
        member.member_id, access.permission, request.method, request.path,
    )  # fmt: skip
    note_refusal(str(access.permission))
    if htmx.is_fragment():
        sentence = _("Your role does not allow that. Ask an owner of the shop.")
        return render_template("errors/_fragment.html", status=403, sentence=sentence), 403
    return render_template("backoffice/forbidden.html", title=_("Not for your role")), 403


def _name_actor(member: SignedIn | None) -> None:
    """Say who is acting in this request."""
    address = request.remote_addr or ""
    if member is None:
        act_as(Actor(ActorKind.STRANGER, address=address))
    else:
        act_as(Actor(ActorKind.MEMBER, member.member_id, member.role, address))


def _guard() -> Response | tuple[str, int] | None:
    """Let nobody pass to a view of the staff who may not."""
    access = current_access()
    _name_actor(None)
    if access is None or not access.staff:
        return None
    member = current_member()
    if member is None:
        return _lead(SIGN_IN)
    _name_actor(member)
    if member.locale and LANGUAGE_COOKIE not in request.cookies:
        set_locale(member.locale)
    _touch(member)
    if not member.is_through:
        return None if access.half else _lead(FACTOR if member.has_factor else ENROLMENT)
    if not member.may(access.permission):
        return _refuse(member, access)
    return None if member.is_recent or not access.recent else _lead(CONFIRM)


def init_app(app: Flask) -> None:
    """Guard every view of the staff."""
    app.before_request(_guard)
    app.teardown_request(lambda _error: act_as(SYSTEM))
