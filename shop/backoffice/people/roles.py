"""Roles: what each allows, and the page on which that is picked."""

from __future__ import annotations

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from shop.backoffice.account.factor import titled
from shop.backoffice.blueprint import bp
from shop.backoffice.people.forms import RoleForm, blame
from shop.domain.staff import queries
from shop.domain.staff.actions import roles as actions
from shop.domain.staff.permissions import SENTENCES, Permission
from shop.domain.staff.queries import RoleLine
from shop.domain.staff.roles import EVERYTHING, granted, may_grant
from shop.kernel.errors import Conflict, Invalid
from shop.kernel.i18n import _
from shop.kernel.unit_of_work import unit_of_work
from shop.web.access import requires
from shop.web.messages import Message
from shop.web.rendering import page, updates
from shop.web.staff_session import this_member

NEW = "new"


@bp.get("/roles")
@requires(Permission.MEMBERS_READ)
def roles() -> ResponseReturnValue:
    """Every role, with how many people have it and what it allows."""
    return page(
        "backoffice/people/roles.html",
        title=_("Roles"),
        lines=[(one, EVERYTHING in one.keys, len(granted(one.keys))) for one in queries.roles()],
        may_write=this_member().may(Permission.ROLES_WRITE),
    )


def _role_page(key: str, line: RoleLine | None, form: RoleForm, status: int = 200) -> Response:
    reader = this_member()
    held = line.keys if line else frozenset()
    writable = (
        reader.may(Permission.ROLES_WRITE)
        and EVERYTHING not in held
        and not (line and line.id == reader.role_id)
        and may_grant(reader.keys, held)
    )
    name = line.name if line else _("New role")
    return page(
        "backoffice/people/role.html",
        status=status,
        title=titled(name, broken=bool(form.errors)),
        key=key,
        form=form,
        ticked=frozenset(form.permissions.data or ()),
        everything=EVERYTHING in held,
        own=bool(line and line.id == reader.role_id),
        writable=writable,
        sentences=[(one.value, str(SENTENCES[one]), reader.may(one)) for one in Permission],
    )


@bp.get("/roles/<key>")
@requires(Permission.MEMBERS_READ)
def role(key: str) -> ResponseReturnValue:
    """One role, or an empty one."""
    line = _known(key)
    held = sorted(granted(line.keys)) if line else []
    form = RoleForm(data={"name": line.name if line else "", "permissions": held})
    return _role_page(key, line, form)


@bp.post("/roles/<key>")
@requires(Permission.ROLES_WRITE, recent=True)
def save_role(key: str) -> ResponseReturnValue:
    """Keep a role as it was picked."""
    line, form, by = _known(key), RoleForm(), this_member().grantor
    if not form.validate():
        return _role_page(key, line, form, 422)
    picked = form.permissions.data or []
    try:
        with unit_of_work():
            if line is None:
                actions.make(form.name.data or "", picked, by)
            else:
                actions.change(key, form.name.data or "", picked, by)
    except (Conflict, Invalid) as error:
        blame(form, error.field or "", error.sentence)
        return _role_page(key, line, form, 422)
    return updates(url_for(".roles"), message=Message(_("The role is saved.")))


def _known(key: str) -> RoleLine | None:
    """Return the role, None for one that is being made."""
    line = None if key == NEW else queries.role(key)
    if line is None and key != NEW:
        raise NotFound
    return line
