"""Category pages with filters."""

from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue

from shop.domain.catalogue.queries import navigation
from shop.domain.catalogue.queries.listing import Sort
from shop.kernel.i18n import pick
from shop.storefront.blueprint import bp
from shop.storefront.catalogue.address import read
from shop.storefront.catalogue.lists import category_list
from shop.storefront.catalogue.rails import category_rail, category_url, trail
from shop.storefront.context import framed
from shop.web.access import shared
from shop.web.rendering import page

FRAGMENTS = {
    "results": "storefront/catalogue/_results.html",
    "listing-more": "storefront/catalogue/_more.html",
}


@bp.get("/c/<path:path>")
@shared
def category(path: str) -> ResponseReturnValue:
    """One category, filtered and sorted as its address says."""
    node = navigation.tree().by_path.get(path)
    if node is None:
        abort(404)
    intro = pick(node.intro)
    listing = category_list(
        node, read(category_url(node), request.args, Sort.POPULAR), title=pick(node.name),
        choices=node.children, intro=intro, rail=category_rail(node),
    )  # fmt: skip
    return page(
        "storefront/catalogue/category.html",
        fragments=FRAGMENTS,
        **framed(
            pick(node.name), description=intro, breadcrumb=trail(node.parent),
            canonical=category_url(node), listing=listing,
        ),
    )  # fmt: skip
