"""Pay an order from its page: by its method, again after a failure, or another way."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from shop.domain.orders import links
from shop.domain.orders.actions.change_method import change_method
from shop.domain.orders.actions.moves import SHOPPER
from shop.domain.orders.draft import PaymentChoice
from shop.domain.orders.errors import AlreadyPaid, NotPayable
from shop.domain.orders.queries import OrderView
from shop.domain.payments.errors import MethodNotOffered
from shop.domain.payments.flows import attempts, look_up
from shop.domain.payments.queries import MethodView, methods
from shop.kernel.i18n import _, current_locale
from shop.kernel.unit_of_work import unit_of_work
from shop.storefront.blueprint import bp
from shop.storefront.orders.finding import address_of, order_at, private
from shop.web.access import public
from shop.web.csrf import from_shared_page
from shop.web.rate_limit import POSTS, limiter


def _chosen(order: OrderView, code: str) -> MethodView:
    for offered in methods(order.zone_code, order.totals.total):
        if offered.code == code:
            return offered
    raise MethodNotOffered(
        _("This order cannot be paid that way. Go back and choose another."), field="method"
    )


def _change(order: OrderView, method: MethodView) -> None:
    """Close what was begun by the old method, then take the new one."""
    attempts.close_open(order.id)
    choice = PaymentChoice(
        method.code,
        {current_locale(): method.name},
        method.gateway,
        on_delivery=method.on_delivery,
        expires_minutes=method.expires_minutes,
        offline=method.offline,
    )
    with unit_of_work():
        change_method(order.id, choice, step=method.step, actor=SHOPPER)


@bp.post("/orders/<signed>/payments")
@public
@from_shared_page  # it may have been opened before its reader had a session
@limiter.limit(POSTS)
def order_payment(signed: str) -> ResponseReturnValue:
    """Begin a payment, or go on with the one that is open; the browser is led to where it is."""
    order = order_at(signed)
    path = links.order_path(order.public_id)
    code = request.form.get("method", order.payment_method)
    try:
        if code != order.payment_method:
            _change(order, _chosen(order, code))
        onward = attempts.begin(order.id, address_of(f"{path}/return"), address_of(path))
    except (AlreadyPaid, NotPayable):  # the page says how it stands
        onward = None
    return private(redirect(onward or path, 303))


@bp.get("/orders/<signed>/return")
@public
@limiter.limit(POSTS)
def order_return(signed: str) -> ResponseReturnValue:
    """Where a gateway leads the browser back: it proves nothing, so the gateway is asked."""
    order = order_at(signed)
    look_up.look_up_order(order.id)
    return private(redirect(links.order_path(order.public_id), 303))
