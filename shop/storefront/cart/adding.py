"""Put something into the cart, from the buy bar of a product's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from shop.domain.cart import actions, queries, rules
from shop.domain.cart.actions import Change
from shop.domain.cart.errors import CartClosed, CartFull, NotMade, OutOfStock, QuantityRefused
from shop.domain.cart.queries import CartHead, Offer
from shop.domain.catalogue.queries.facets import settings
from shop.kernel.errors import Conflict, DomainError
from shop.kernel.i18n import _, current_locale, pick
from shop.kernel.text import clean
from shop.kernel.unit_of_work import unit_of_work
from shop.storefront.blueprint import bp
from shop.storefront.cart.cart import PATH
from shop.storefront.cart.drawer import Drawer, drawer_of
from shop.storefront.catalogue import buying, product
from shop.storefront.catalogue.cards import PRODUCT_PATH
from shop.web import htmx
from shop.web.access import public
from shop.web.csrf import from_shared_page
from shop.web.customer_session import adopt, begin_cart, current_cart
from shop.web.messages import Message
from shop.web.rate_limit import CART, cart_or_session, limiter, per_address, without_cart
from shop.web.rendering import page, updates
from shop.web.town import chosen_town

_LONGEST = 40
_OWN = frozenset({"csrf_token", "variant", "quantity", "minus", "plus", "update"})


@bp.post("/cart/lines")
@public
@from_shared_page
@limiter.limit(CART, key_func=cart_or_session, exempt_when=without_cart)
@limiter.limit(per_address(CART))
def add_line() -> ResponseReturnValue:
    """Put a variant into the cart; without scripts also count up or down, or show a choice."""
    form, typed = request.form, request.form.get("quantity", "1")
    named = queries.offered(clean(form.get("variant", ""))[:_LONGEST])
    chosen = {name: form[name][:_LONGEST] for name in form if name not in _OWN}
    if "update" in form:
        return _to_product(named, chosen | {"quantity": typed})
    args: Mapping[str, str] = chosen or {"variant": named.variant}
    try:
        offer = queries.chosen(named, chosen)
        quantity = rules.typed(typed, offer.unit, offer.step)
        if "minus" in form or "plus" in form:
            return _to_product(
                offer, {"variant": offer.variant, "quantity": _counted(offer, quantity)}
            )
        return _added(offer, *_put_in(offer, quantity))
    except (NotMade, QuantityRefused, OutOfStock, CartFull) as error:
        return _refused(named, args, typed, error)


def _put_in(offer: Offer, quantity: int) -> tuple[CartHead, Change]:
    """Add to this visitor's cart; one that became an order meanwhile is left behind."""
    cart = current_cart()
    try:
        return _write(cart, offer, quantity)
    except CartClosed:
        return _write(None, offer, quantity)


def _write(cart: CartHead | None, offer: Offer, quantity: int) -> tuple[CartHead, Change]:
    currency, (town, area) = settings().currency, chosen_town()
    with unit_of_work():
        if cart is None:
            cart = actions.start(currency, current_locale(), town=town, area=area)
        return cart, actions.add(cart.id, offer.variant_id, quantity)


def _added(offer: Offer, cart: CartHead, change: Change) -> ResponseReturnValue:
    """Answer with the open drawer, or on the cart's page; a new cart comes with its cookie."""
    before = current_cart()
    begun = before is None or before.id != cart.id
    adopt(cart)

    def drawer() -> Drawer:
        view = queries.view(cart.id)
        adopt(replace(cart, count=view.count))
        return drawer_of(view, change.line_id)

    response = updates(
        "storefront/cart/line_added.updates.html",
        PATH,
        message=Message(_("“%(name)s” is in your cart.", name=pick(offer.name))),
        drawer=drawer,
        buy=lambda: buying.buy(offer.variant, offer.unit, offer.step, offer.step),
    )
    if begun:
        begin_cart(response, cart.public_id)
        htmx.announce(response, "duka:token", generate_csrf())
    return response


def _refused(
    offer: Offer, args: Mapping[str, str], typed: str, error: DomainError
) -> ResponseReturnValue:
    """Answer with what is wrong beside what was typed: the bar, or its product's page."""
    status = 409 if isinstance(error, Conflict) else 422
    if not htmx.is_fragment():
        return product.answer(offer.slug, args, typed=typed, error=error.sentence, status=status)
    bar = buying.buy(
        offer.variant, offer.unit, offer.step, offer.step, typed=typed, error=error.sentence
    )
    return htmx.aim(page("storefront/catalogue/_buy.html", status=status, buy=bar), "buy")


def _counted(offer: Offer, quantity: int) -> str:
    by = offer.step if "plus" in request.form else -offer.step
    number = rules.counted(quantity, by, offer.unit, offer.step)
    return buying.plain(number, offer.unit)


def _to_product(offer: Offer, args: Mapping[str, str]) -> Response:
    return redirect(f"{PRODUCT_PATH}{offer.slug}?{urlencode(args)}", 303)  # type: ignore[return-value]  # Flask's own
