"""The cart's page, and the answers that its changes give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from shop.domain.cart import queries
from shop.domain.cart.queries import CartHead
from shop.kernel.i18n import _
from shop.storefront import delivery
from shop.storefront.blueprint import bp
from shop.storefront.cart.shapes import Wrong, page_of
from shop.storefront.context import framed
from shop.web import htmx
from shop.web.access import public
from shop.web.customer_session import adopt, current_cart
from shop.web.messages import Message
from shop.web.rendering import page, updates

PATH, LINK = "/cart", "cart-link"


def content(cart: CartHead | None, wrong: Wrong | None = None) -> Mapping[str, Any]:
    """Return what the cart's page and its part need."""
    view = queries.view(cart.id) if cart else None
    if cart and view:
        adopt(replace(cart, count=view.count))  # the header counts what is drawn here
    if view is None or not view.lines:
        return {"cart": None, "delivery": None}
    box = delivery.box(PATH, items=view.totals.items) if view.is_carried else None
    return {"cart": page_of(view, wrong, whole=not htmx.is_fragment()), "delivery": box}


def shown(wrong: Wrong | None = None, status: int = 200) -> Response:
    """Return the cart's page, or its part; nobody but this visitor's screen keeps it."""
    title = _("Error: %(title)s", title=_("Your cart")) if wrong else _("Your cart")
    response = page(
        "storefront/cart/cart.html", fragments={"cart": "storefront/cart/_cart.html"},
        status=status, **framed(title, robots="noindex", **content(current_cart(), wrong)),
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return htmx.aim(response, "cart") if wrong and htmx.is_fragment() else response


def changed(message: Message | None = None) -> ResponseReturnValue:
    """Answer a change: the cart anew and what happened, or the way back to the cart's page."""
    return updates(
        "storefront/cart/changed.updates.html",
        PATH,
        message=message,
        content=lambda: content(current_cart()),
    )


@bp.get(PATH)
@public
def cart() -> ResponseReturnValue:
    """What this visitor has chosen so far, what it costs and how it travels."""
    return linked() if htmx.target_id() == LINK else shown()


def linked() -> Response:
    """Return the header's link alone: a page that Back brought from memory counts anew."""
    response = page("storefront/cart/_link.html")
    response.headers["Cache-Control"] = "no-store"
    return response
