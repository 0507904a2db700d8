"""Invite somebody, and join by the link."""

from __future__ import annotations

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from shop.backoffice.account.factor import titled
from shop.backoffice.blueprint import bp
from shop.backoffice.people.forms import InviteForm, JoinForm, blame, grantable
from shop.backoffice.people.members import member_page
from shop.domain.staff import queries
from shop.domain.staff.actions import invitations, members, sessions
from shop.domain.staff.actions.members import NewMember
from shop.domain.staff.permissions import Permission
from shop.kernel.errors import Conflict, Invalid
from shop.kernel.i18n import _
from shop.kernel.unit_of_work import unit_of_work
from shop.web import staff_session
from shop.web.access import public, requires
from shop.web.rate_limit import SIGN_IN, limiter
from shop.web.rendering import page, updates


def _link(secret: str) -> str:
    """Return the whole address: never by the name that this request came to."""
    public_url: str = current_app.extensions["config"].public_url
    return f"{public_url}{url_for('.join', secret=secret)}"


def _invite_page(form: InviteForm, status: int = 200) -> Response:
    form.role.choices = grantable(staff_session.this_member(), queries.roles())
    return page(
        "backoffice/people/invite.html",
        status=status,
        title=titled(_("Invite somebody"), broken=bool(form.errors)),
        form=form,
    )


@bp.get("/members/invite")
@requires(Permission.MEMBERS_WRITE, recent=True)
def invitation() -> ResponseReturnValue:
    """Ask who is to join."""
    return _invite_page(InviteForm())


@bp.post("/members/invite")
@requires(Permission.MEMBERS_WRITE, recent=True)
def invite() -> ResponseReturnValue:
    """Write somebody down and show the link, once."""
    form, by = InviteForm(), staff_session.this_member().grantor
    if not form.validate():
        return _invite_page(form, 422)
    new = NewMember(
        email=form.email.data or "", name=form.name.data or "", role=form.role.data or ""
    )
    try:
        with unit_of_work():
            number = members.create(new, by)
            secret = invitations.issue(number, by)
    except (Conflict, Invalid) as error:
        blame(form, error.field or "", error.sentence)
        return _invite_page(form, 422)
    return member_page(number, link=_link(secret))


@bp.post("/members/<int:number>/link")
@requires(Permission.MEMBERS_WRITE, recent=True)
def new_link(number: int) -> ResponseReturnValue:
    """Make another link for somebody who has not joined yet."""
    with unit_of_work():
        secret = invitations.issue(number, staff_session.this_member().grantor)
    return member_page(number, link=_link(secret))


def _join_page(secret: str, form: JoinForm, status: int = 200) -> Response:
    who = queries.invited(secret[:100])
    response = page(
        "backoffice/people/join.html",
        status=status if who else 404,
        title=titled(_("Join the shop"), broken=bool(form.errors)),
        form=form,
        who=who,
        secret=secret,
    )
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@bp.get("/join/<secret>")
@public
def join(secret: str) -> ResponseReturnValue:
    """Ask for a password; the link alone says who it is."""
    return _join_page(secret, JoinForm())


@bp.post("/join/<secret>")
@public
@limiter.limit(SIGN_IN)
def accept(secret: str) -> ResponseReturnValue:
    """Keep the password; the second factor is set up next."""
    form = JoinForm()
    if not form.validate():
        return _join_page(secret, form, 422)
    try:
        with unit_of_work():
            number = invitations.accept(secret[:100], form.password.data or "")
            begun = sessions.begin(number, request.remote_addr or "", request.user_agent.string)
    except Invalid as error:
        blame(form, "password", error.sentence)
        return _join_page(secret, form, 422)
    response = updates(url_for(".enrolment"))
    staff_session.begin(response, begun)
    return response
