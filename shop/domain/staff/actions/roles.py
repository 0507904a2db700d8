"""Roles from templates."""

from __future__ import annotations

from sqlalchemy import select

from shop.domain.staff.models import Role
from shop.domain.staff.roles import TEMPLATES, Template
from shop.kernel.db import session


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
