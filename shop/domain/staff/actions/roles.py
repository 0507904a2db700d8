"""Roles from templates, and roles of the shop's own making."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from shop.domain.audit import actions as audit
from shop.domain.staff.errors import BeyondYou, OwnRole, RoleTaken
from shop.domain.staff.models import Role
from shop.domain.staff.permissions import Permission
from shop.domain.staff.roles import (
    TEMPLATES,
    Grantor,
    Template,
    keys_of,
    may_grant,
    template_of,
)
from shop.kernel.db import session
from shop.kernel.errors import Invalid, NotFound
from shop.kernel.i18n import _
from shop.kernel.text import clean

_LONGEST_NAME = 80


def from_template(code: Template) -> Role:
    """Return the role made from the template `code`, which is written down the first time."""
    found = session().scalar(select(Role).where(Role.code == code))
    if found is not None:
        return found
    template = TEMPLATES[code]
    role = Role(code=code, name=template.name, permissions=list(template.permissions))
    session().add(role)
    session().flush()
    return role


def by_key(key: str) -> Role:
    """Return the role with a template's code or a number as its key."""
    if template_of(key):
        return from_template(Template(key))
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0  # noqa: PLR2004 - what an INTEGER holds
    found = session().get(Role, number, with_for_update=True)
    if found is None or found.code:
        raise NotFound(_("There is no such role."), field="role")
    return found


def held_by(role: Role) -> frozenset[str]:
    """Return the keys that a role holds."""
    return keys_of(role.code, role.permissions, edited=role.edited)


def make(name: str, keys: Iterable[str], by: Grantor) -> int:
    """Make a role; returns its number."""
    wanted = _checked(keys)
    if not may_grant(by.keys, wanted):
        raise BeyondYou
    role = Role(name=_free_name(name), permissions=sorted(wanted), edited=True)
    session().add(role)
    session().flush()
    audit.record("role.made", "role", role.id, after={"name": role.name, "permissions": wanted})
    return role.id


def change(key: str, name: str, keys: Iterable[str], by: Grantor) -> None:
    """Change what a role is called and allows; who has it may do so from the next request on."""
    role, wanted = by_key(key), _checked(keys)
    if role.id == by.role_id:
        raise OwnRole
    before = {"name": role.name, "permissions": held_by(role)}
    if role.code == Template.OWNER:
        raise Invalid(_("The owner’s role stays as it is."), field="name")
    if not may_grant(by.keys, wanted | held_by(role)):
        raise BeyondYou
    template = template_of(role.code)
    if clean(name) not in {role.name, str(template.label) if template else ""}:
        role.name = _free_name(name)
    role.permissions, role.edited = sorted(wanted), True
    session().flush()
    after = {"name": role.name, "permissions": wanted}
    audit.record("role.changed", "role", role.id, before=before, after=after)


def _checked(keys: Iterable[str]) -> frozenset[str]:
    """Return the keys that exist; everything at once is the owner's alone."""
    known = {permission.value for permission in Permission}
    wanted = frozenset(keys)
    if not wanted <= known:
        raise Invalid(_("There is no such permission. Load the page again."), field="permissions")
    return wanted


def _free_name(text: str) -> str:
    name = clean(text)
    if not name or len(name) > _LONGEST_NAME:
        raise Invalid(_("Enter a name of 1 to 80 characters."), field="name")
    shipped = {str(one.label) for one in TEMPLATES.values()} | {
        one.name for one in TEMPLATES.values()
    }
    if name in shipped or session().scalar(select(Role.id).where(Role.name == name)):
        raise RoleTaken(_("There is a role called “%(name)s” already.", name=name), field="name")
    return name
