"""Search results and suggestions."""

from __future__ import annotations

from shop.storefront.blueprint import bp
from shop.storefront.context import framed
from shop.web.access import public
from shop.web.rendering import page


@bp.get("/search")
@public
def search() -> object:
    return page("storefront/catalogue/search.html", **framed("Search", query="", corrected=None, listing=None, popular=[], all_url="/c/all"))


@bp.get("/suggestions")
@public
def suggestions() -> object:
    return ""
