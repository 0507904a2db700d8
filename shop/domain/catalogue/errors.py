"""What can go wrong in the catalogue."""

from __future__ import annotations

from shop.kernel.errors import Conflict, Invalid


class DuplicateSku(Conflict):
    """Another variant has this SKU."""

    code = "DUPLICATE_SKU"


class DuplicateSlug(Conflict):
    """Another product or category has this address."""

    code = "DUPLICATE_SLUG"


class NotSellable(Invalid):
    """A product without a variant cannot be published."""

    code = "NOT_SELLABLE"
