"""Sign in and out."""

from __future__ import annotations

import logging

from flask import Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from shop.backoffice.account.forms import SignInForm
from shop.backoffice.account.onward import onward_to
from shop.backoffice.blueprint import bp
from shop.domain.staff import flows
from shop.domain.staff.actions import sessions
from shop.domain.staff.errors import BadCredentials, TooManyAttempts
from shop.kernel.i18n import _
from shop.kernel.unit_of_work import unit_of_work
from shop.web import staff_session
from shop.web.access import half_signed_in, public
from shop.web.rate_limit import SIGN_IN, limiter
from shop.web.rendering import page, updates

_log = logging.getLogger(__name__)


def _form_page(form: SignInForm, problem: str | None = None, status: int = 200) -> Response:
    broken = bool(problem or form.errors)
    title = _("Sign in")
    if not problem and "csrf_token" in form.errors:
        problem = _("This page had been open for too long. Sign in again.")
    return page(
        "backoffice/account/sign_in.html",
        status=status,
        title=_("Error: %(title)s", title=title) if broken else title,
        form=form,
        problem=problem,
        demo=current_app.extensions["config"].env == "demo",
    )


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The form; who is signed in already goes on."""
    onward = request.args.get("next")
    if staff_session.current_member():
        return redirect(onward_to(onward), 303)
    return _form_page(SignInForm(data={"next": onward}))


@bp.post("/sign-in")
@public
@limiter.limit(SIGN_IN)
def begin_session() -> ResponseReturnValue:
    """Let a member in, under a new session id; one this browser still had ends."""
    form, before = SignInForm(), staff_session.current_member()
    if not form.validate():
        return _form_page(form, status=422)
    address = request.remote_addr or ""
    try:
        secret = flows.sign_in(
            form.email.data, form.password.data,
            address=address, user_agent=request.user_agent.string,
            device=staff_session.device_secret(),
        )  # fmt: skip
    except (BadCredentials, TooManyAttempts) as error:
        _log.warning("staff sign-in refused for an account from %s: %s", address, error.code)
        locked = isinstance(error, TooManyAttempts)
        return _form_page(form, error.sentence, 429 if locked else 422)
    if before:
        with unit_of_work():
            sessions.end(before.session_id)
    response = updates(onward_to(form.next.data))
    staff_session.begin(response, secret)
    _log.info("staff sign-in from %s", address)
    return response


@bp.post("/sign-out")
@half_signed_in
def end_session() -> ResponseReturnValue:
    """End this session and take away what the browser kept of it."""
    member = staff_session.this_member()
    with unit_of_work():
        sessions.end(member.session_id)
    response = updates(url_for("backoffice.sign_in"))
    staff_session.forget(response)
    return response
