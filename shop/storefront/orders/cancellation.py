"""Cancel an order: a page that asks first, because this cannot be undone."""

from __future__ import annotations

from contextlib import suppress

from flask import redirect
from flask.typing import ResponseReturnValue

from shop.domain.orders import links, rules
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.moves import SHOPPER
from shop.domain.orders.errors import NotCancellable
from shop.domain.payments.flows import attempts
from shop.kernel.i18n import _
from shop.kernel.unit_of_work import unit_of_work
from shop.storefront.blueprint import bp
from shop.storefront.context import framed
from shop.storefront.orders.finding import order_at, private
from shop.storefront.orders.words import money
from shop.web.access import public
from shop.web.csrf import from_shared_page
from shop.web.rate_limit import POSTS, limiter
from shop.web.rendering import page


@bp.get("/orders/<signed>/cancellation")
@public
def order_cancellation(signed: str) -> ResponseReturnValue:
    """Ask whether it is meant; an order that can no longer be cancelled leads back to its page."""
    order = order_at(signed)
    path = links.order_path(order.public_id)
    if not rules.cancellable(order.status, order.fulfilment_state, by_shopper=True):
        return private(redirect(path, 303))
    back = money(order.paid - order.refunded) if order.paid else ""
    return private(
        page(
            "storefront/orders/cancellation.html",
            **framed(
                _("Cancel this order?"), robots="noindex", path=path, number=order.number, paid=back
            ),
        )
    )


@bp.post("/orders/<signed>/cancellation")
@public
@from_shared_page  # it may have been opened before its reader had a session
@limiter.limit(POSTS)
def cancel_order(signed: str) -> ResponseReturnValue:
    """Cancel the order; a second click finds it cancelled and says so."""
    order = order_at(signed)
    if rules.cancellable(order.status, order.fulfilment_state, by_shopper=True):
        attempts.close_open(order.id)  # nobody should be able to pay it any more
        with suppress(NotCancellable), unit_of_work():
            cancel(order.id, SHOPPER)
    return private(redirect(links.order_path(order.public_id), 303))
