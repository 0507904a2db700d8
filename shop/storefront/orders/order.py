"""The page of an order, and the part of it that htmx asks for again and again."""

from __future__ import annotations

import hashlib

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from shop.domain.orders import queries
from shop.domain.payments import queries as payments
from shop.kernel.i18n import _, current_locale
from shop.storefront.blueprint import bp
from shop.storefront.context import framed
from shop.storefront.orders.finding import order_at, private, public_id_of
from shop.storefront.orders.page import order_page
from shop.web.access import public
from shop.web.rendering import page
from shop.web.security import let_forms_lead_to_providers


def _etag(public_id: str) -> str:
    """Return a tag that changes with what the page of an order says; two statements."""
    mark = queries.mark(public_id)
    if mark is None:
        abort(404)
    attempts = payments.attempts(int(mark.partition("|")[0]))
    newest = [(one.public_id, one.status, one.failure) for one in attempts[:1]]
    said = f"{mark}|{newest}|{current_locale()}"
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:20]}"'


@bp.get("/orders/<signed>")
@public
def order(signed: str) -> ResponseReturnValue:
    """What was bought, where it stands, what is owed and how to pay it."""
    let_forms_lead_to_providers()
    found = order_at(signed)
    title = _("Order %(number)s", number=found.number)
    shown = order_page(found, _etag(found.public_id))
    return private(
        page("storefront/orders/order.html", **framed(title, robots="noindex", order=shown))
    )


@bp.get("/orders/<signed>/status")
@public
def order_status(signed: str) -> ResponseReturnValue:
    """The same, without its frame; nothing at all (304) while nothing has changed."""
    etag = _etag(public_id_of(signed))
    if etag in request.headers.get("If-None-Match", ""):
        return private(Response(status=304, headers={"ETag": etag}))
    shown = order_page(order_at(signed), etag)
    answer = private(page("storefront/orders/_order.html", order=shown))
    answer.headers["ETag"] = etag
    return answer
