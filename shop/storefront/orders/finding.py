"""From a signed address to its order, and what keeps such a page out of caches and indexes."""

from __future__ import annotations

from flask import Response, current_app
from werkzeug.wrappers import Response as AnyResponse

from shop.domain.orders import links, queries
from shop.domain.orders.queries import OrderView
from shop.kernel.errors import NotFound
from shop.kernel.i18n import _


def public_id_of(signed: str) -> str:
    """Return the public id that a path names; a text we did not sign is a page that is not here."""
    found = links.read(signed)
    if found is None:
        raise _not_whole()
    return found


def order_at(signed: str) -> OrderView:
    """Return the order that a path names."""
    found = queries.by_public_id(public_id_of(signed))
    if found is None:
        raise _not_whole()
    return found


def _not_whole() -> NotFound:
    """Return what a cut or altered link is answered with: the same for every one."""
    return NotFound(
        _("This link is not whole. Choose “Find your order” below and enter the order number.")
    )


def address_of(path: str) -> str:
    """Return a path as a whole address, as other people's programs need it."""
    return f"{current_app.extensions['config'].public_url}{path}"


def private(response: Response | AnyResponse) -> AnyResponse:
    """Keep an answer out of caches and search engines, and its address out of other sites' logs."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
