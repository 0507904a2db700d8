"""The second factor: shown at sign-in, and set up by who has none."""

from __future__ import annotations

import logging

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from shop.backoffice.account.forms import ConfirmForm, FactorForm
from shop.backoffice.account.onward import onward_to
from shop.backoffice.blueprint import bp
from shop.domain.staff import flows
from shop.domain.staff.errors import BadCode, BadProof, TooManyAttempts
from shop.domain.staff.statuses import Proof
from shop.kernel.i18n import _
from shop.web import staff_session
from shop.web.access import half_signed_in, staff_only
from shop.web.rate_limit import SIGN_IN, limiter
from shop.web.rendering import page, updates

_log = logging.getLogger(__name__)


def titled(title: str, *, broken: bool) -> str:
    """Return a page's title, which says first where something is wrong."""
    return _("Error: %(title)s", title=title) if broken else title


def status_of(error: Exception) -> int:
    """Return 429 where nothing is tried for a while, else 422."""
    return 429 if isinstance(error, TooManyAttempts) else 422


def _factor_page(form: FactorForm, problem: str | None = None, status: int = 200) -> Response:
    broken = bool(problem or form.errors)
    return page(
        "backoffice/account/second_factor.html",
        status=status,
        title=titled(_("Second factor"), broken=broken),
        form=form,
        problem=problem,
    )


@bp.get("/second-factor")
@half_signed_in
def second_factor() -> ResponseReturnValue:
    """Ask for a code."""
    member, onward = staff_session.this_member(), request.args.get("next")
    if member.is_through:
        return redirect(onward_to(onward), 303)
    if not member.has_factor:
        return redirect(url_for(".enrolment", next=onward), 303)
    return _factor_page(FactorForm(data={"next": onward}))


@bp.post("/second-factor")
@half_signed_in
@limiter.limit(SIGN_IN)
def show_factor() -> ResponseReturnValue:
    """Take a code; the session gets a new id."""
    member, form = staff_session.this_member(), FactorForm()
    if member.is_through:
        return updates(onward_to(form.next.data))
    if not form.validate():
        return _factor_page(form, status=422)
    try:
        passed = flows.show_factor(
            member, form.code.data,
            address=request.remote_addr or "", user_agent=request.user_agent.string,
            trust=form.trust.data,
        )  # fmt: skip
    except (BadCode, TooManyAttempts) as error:
        _log.warning("second factor of member %s refused: %s", member.member_id, error.code)
        return _factor_page(form, error.sentence, status_of(error))
    response = updates(onward_to(form.next.data))
    staff_session.begin(response, passed.secret)
    if passed.device:
        staff_session.remember_device(response, passed.device)
    return response


def _confirm_page(form: ConfirmForm, problem: str | None = None, status: int = 200) -> Response:
    broken = bool(problem or form.errors)
    return page(
        "backoffice/account/confirm.html",
        status=status,
        title=titled(_("Show that it is you"), broken=broken),
        form=form,
        problem=problem,
        code_only=staff_session.this_member().proof is Proof.DEVICE,
    )


@bp.get("/confirm")
@staff_only
def confirm() -> ResponseReturnValue:
    """Ask for password or code before something sensitive."""
    onward = request.args.get("next")
    if staff_session.this_member().is_recent:
        return redirect(onward_to(onward), 303)
    return _confirm_page(ConfirmForm(data={"next": onward}))


@bp.post("/confirm")
@staff_only
@limiter.limit(SIGN_IN)
def show_proof() -> ResponseReturnValue:
    """Take password or code; the session gets a new id."""
    member, form = staff_session.this_member(), ConfirmForm()
    if not form.validate():
        return _confirm_page(form, status=422)
    try:
        secret = flows.confirm(member, form.proof.data, address=request.remote_addr or "")
    except (BadProof, TooManyAttempts) as error:
        _log.warning("proof of member %s refused: %s", member.member_id, error.code)
        return _confirm_page(form, error.sentence, status_of(error))
    response = updates(onward_to(form.next.data))
    staff_session.begin(response, secret)
    return response
