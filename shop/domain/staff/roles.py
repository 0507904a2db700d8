"""The roles a shop begins with, what a role's stored keys mean, and who may give whom what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shop.domain.staff.permissions import Permission
from shop.kernel.i18n import LazyText, lazy

EVERYTHING = "*"


class Template(StrEnum):
    """The codes of the templates."""

    OWNER = "owner"
    MANAGER = "manager"
    INVENTORY_MANAGER = "inventory-manager"
    SALES_STAFF = "sales-staff"
    DELIVERY_AGENT = "delivery-agent"
    ACCOUNTANT = "accountant"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class RoleTemplate:
    """A role as it is shipped: its stored name, the name people read, its keys."""

    name: str
    label: LazyText
    permissions: tuple[str, ...]


_LOOKS = (Permission.CATALOGUE_READ, Permission.SEARCHES_READ, Permission.STOCK_READ)
_MANAGES = (
    Permission.AUDIT_READ,
    Permission.MEMBERS_READ,
    Permission.MEMBERS_WRITE,
    Permission.OPS_READ,
)
_SELLS = (Permission.CATALOGUE_READ, Permission.STOCK_READ)
TEMPLATES: dict[Template, RoleTemplate] = {
    Template.OWNER: RoleTemplate("Owner", lazy("Owner"), (EVERYTHING,)),
    Template.MANAGER: RoleTemplate("Manager", lazy("Manager"), (*_LOOKS, *_MANAGES)),
    Template.INVENTORY_MANAGER: RoleTemplate(
        "Inventory manager", lazy("Inventory manager"), _LOOKS
    ),
    Template.SALES_STAFF: RoleTemplate("Sales staff", lazy("Sales staff"), _SELLS),
    Template.DELIVERY_AGENT: RoleTemplate("Delivery agent", lazy("Delivery agent"), ()),
    Template.ACCOUNTANT: RoleTemplate("Accountant", lazy("Accountant"), (Permission.AUDIT_READ,)),
    Template.VIEWER: RoleTemplate("Viewer", lazy("Viewer"), _LOOKS),
}


@dataclass(frozen=True, slots=True)
class Grantor:
    """Somebody who gives others a role."""

    member_id: int
    role_id: int
    keys: frozenset[str]


def template_of(code: str | None) -> RoleTemplate | None:
    """Return the template that a role was made from."""
    return TEMPLATES[Template(code)] if code in set(Template) else None


def keys_of(code: str | None, stored: Iterable[str], *, edited: bool) -> frozenset[str]:
    """Return the keys a role holds: the template's of today, until somebody changed them."""
    template = None if edited else template_of(code)
    return frozenset(template.permissions if template else stored)


def label_of(code: str | None, name: str) -> str:
    """Return what a role is called; a shipped one in the reader's language, unless renamed."""
    template = template_of(code)
    return str(template.label) if template and template.name == name else name


def granted(keys: Iterable[str]) -> frozenset[Permission]:
    """Return the permissions that `keys` give; a key that no longer exists gives none."""
    held = frozenset(keys)
    return frozenset(p for p in Permission if EVERYTHING in held or p.value in held)


def may_grant(own: Iterable[str], wanted: Iterable[str]) -> bool:
    """Tell whether somebody with `own` keys may hand out `wanted`: nobody gives what they lack."""
    held, asked = frozenset(own), frozenset(wanted)
    return EVERYTHING in held or (EVERYTHING not in asked and asked <= held)
