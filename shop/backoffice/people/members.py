"""Who works here: the list, one person, and what may be done about them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from shop.backoffice.blueprint import bp
from shop.backoffice.context import moment_text
from shop.backoffice.people.forms import RoleChoiceForm, grantable
from shop.domain.staff import queries
from shop.domain.staff.actions import access
from shop.domain.staff.permissions import Permission
from shop.domain.staff.queries import MemberLine
from shop.domain.staff.roles import Grantor, may_grant
from shop.domain.staff.statuses import MemberStatus
from shop.kernel.i18n import _
from shop.kernel.unit_of_work import unit_of_work
from shop.web.access import requires
from shop.web.messages import Message
from shop.web.rendering import page, updates
from shop.web.staff_session import this_member


def standing(line: MemberLine) -> tuple[str, str]:
    """Return in a word where somebody stands, and the word's tone."""
    if line.status == MemberStatus.DISABLED:
        return _("Shut out"), "bad"
    if not line.joined:
        return _("Invited"), "on"
    return (_("Active"), "ok") if line.has_factor else (_("No second factor yet"), "low")


@bp.get("/members")
@requires(Permission.MEMBERS_READ)
def members() -> ResponseReturnValue:
    """Everybody who works or worked here."""
    return page(
        "backoffice/people/members.html",
        title=_("People"),
        lines=[
            (one, *standing(one), moment_text(one.last_seen_at) if one.last_seen_at else "")
            for one in queries.members()
        ],
    )


@bp.get("/members/<int:number>")
@requires(Permission.MEMBERS_READ)
def member(number: int) -> ResponseReturnValue:
    """One person."""
    return member_page(number)


def member_page(number: int, *, link: str = "") -> Response:
    """Draw one person, with what the reader may do about them; `link` is shown this once."""
    line, reader = queries.member(number), this_member()
    if line is None:
        raise NotFound
    form = RoleChoiceForm(data={"role": line.role_key})
    form.role.choices = grantable(reader, queries.roles())
    return page(
        "backoffice/people/member.html",
        title=line.name,
        line=line,
        standing=standing(line),
        seen=moment_text(line.last_seen_at) if line.last_seen_at else "",
        form=form,
        changeable=line.id != reader.member_id
        and reader.may(Permission.MEMBERS_WRITE)
        and may_grant(reader.keys, line.role_keys),
        link=link,
    )


def _act(number: int, act: Callable[[int, Grantor], None], said: str) -> ResponseReturnValue:
    """Do something about somebody and say so on their page."""
    with unit_of_work():
        act(number, this_member().grantor)
    return updates(url_for(".member", number=number), message=Message(said))


@bp.post("/members/<int:number>/role")
@requires(Permission.MEMBERS_WRITE, recent=True)
def change_role(number: int) -> ResponseReturnValue:
    """Give somebody another role."""
    key = RoleChoiceForm().role.data or ""
    return _act(number, lambda one, by: access.change_role(one, key, by), _("The role is changed."))


@bp.post("/members/<int:number>/shut-out")
@requires(Permission.MEMBERS_WRITE, recent=True)
def shut_out(number: int) -> ResponseReturnValue:
    """Let somebody in no more."""
    return _act(number, access.disable, _("This person is shut out and signed out everywhere."))


@bp.post("/members/<int:number>/let-in")
@requires(Permission.MEMBERS_WRITE, recent=True)
def let_in(number: int) -> ResponseReturnValue:
    """Let somebody in again."""
    return _act(number, access.enable, _("This person may sign in again."))


@bp.post("/members/<int:number>/second-factor")
@requires(Permission.MEMBERS_WRITE, recent=True)
def reset_factor(number: int) -> ResponseReturnValue:
    """Take a lost second factor away."""
    return _act(
        number, access.reset_second_factor, _("The next sign-in sets up another second factor.")
    )


@bp.post("/members/<int:number>/sessions")
@requires(Permission.MEMBERS_WRITE)
def end_sessions(number: int) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    return _act(number, access.end_sessions, _("This person is signed out everywhere."))
