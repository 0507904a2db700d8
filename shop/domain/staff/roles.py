"""The roles a new shop can begin with, and what a role's stored keys mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shop.domain.staff.permissions import Permission

EVERYTHING = "*"


class Template(StrEnum):
    """The codes of the templates."""

    OWNER = "owner"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class RoleTemplate:
    """A role as it is written down when its first member comes."""

    name: str
    permissions: tuple[str, ...]


TEMPLATES: dict[Template, RoleTemplate] = {
    Template.OWNER: RoleTemplate("Owner", (EVERYTHING,)),
    Template.VIEWER: RoleTemplate(
        "Viewer",
        (Permission.CATALOGUE_READ, Permission.SEARCHES_READ, Permission.STOCK_READ),
    ),
}


def granted(keys: Iterable[str]) -> frozenset[Permission]:
    """Return the permissions that stored `keys` give; a key that no longer exists gives none."""
    stored = frozenset(keys)
    return frozenset(p for p in Permission if EVERYTHING in stored or p.value in stored)
