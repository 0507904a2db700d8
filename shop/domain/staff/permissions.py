"""The whole vocabulary of permissions: one alphabetical enum, a sentence each."""

from __future__ import annotations

from enum import StrEnum

from shop.kernel.i18n import LazyText, lazy


class Permission(StrEnum):
    """What a member of staff may do, as `resource:action`."""

    CATALOGUE_READ = "catalogue:read"
    OPS_READ = "ops:read"
    SEARCHES_READ = "searches:read"
    STOCK_READ = "stock:read"


SENTENCES: dict[Permission, LazyText] = {
    Permission.CATALOGUE_READ: lazy("See products that are not published."),
    Permission.OPS_READ: lazy("See what the shop could not finish by itself."),
    Permission.SEARCHES_READ: lazy("See what shoppers search for."),
    Permission.STOCK_READ: lazy("See what is sold out or running low."),
}
