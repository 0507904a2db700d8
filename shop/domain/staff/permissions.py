"""The whole vocabulary of permissions: one alphabetical enum, a sentence each."""

from __future__ import annotations

from enum import StrEnum

from shop.kernel.i18n import LazyText, lazy


class Permission(StrEnum):
    """What a member of staff may do, as `resource:action`."""

    AUDIT_READ = "audit:read"
    CATALOGUE_READ = "catalogue:read"
    MEMBERS_READ = "members:read"
    MEMBERS_WRITE = "members:write"
    OPS_READ = "ops:read"
    ROLES_WRITE = "roles:write"
    SEARCHES_READ = "searches:read"
    STOCK_READ = "stock:read"


SENTENCES: dict[Permission, LazyText] = {
    Permission.AUDIT_READ: lazy("See who did what in the back office."),
    Permission.CATALOGUE_READ: lazy("See products that are not published."),
    Permission.MEMBERS_READ: lazy("See who works here, and in which role."),
    Permission.MEMBERS_WRITE: lazy("Invite people, give them roles and shut them out."),
    Permission.OPS_READ: lazy("See what the shop could not finish by itself."),
    Permission.ROLES_WRITE: lazy("Make roles and change what they allow."),
    Permission.SEARCHES_READ: lazy("See what shoppers search for."),
    Permission.STOCK_READ: lazy("See what is sold out or running low."),
}
