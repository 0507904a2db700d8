"""Change what is in the cart, take it out, put it back."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from shop.domain.cart import actions, queries, rules
from shop.domain.cart.errors import CartClosed, LineGone, OutOfStock, QuantityRefused
from shop.domain.cart.queries import CartHead
from shop.kernel.errors import Conflict
from shop.kernel.formatting import format_quantity
from shop.kernel.i18n import _, pick
from shop.kernel.text import clean
from shop.kernel.unit_of_work import unit_of_work
from shop.storefront.blueprint import bp
from shop.storefront.cart.cart import changed, shown
from shop.storefront.cart.shapes import Wrong
from shop.web.access import public
from shop.web.csrf import from_shared_page
from shop.web.customer_session import current_cart, ordered_cart
from shop.web.messages import Message
from shop.web.rate_limit import POSTS, limiter

_LINE = "<int(max=9223372036854775807):line>"
_LONGEST = 40


def _own_cart() -> CartHead:
    """Return this visitor's open cart, or say why there is none."""
    cart = current_cart()
    if cart is None and ordered_cart() is not None:
        raise CartClosed(_("This cart was ordered already. What you add now goes into a new one."))
    if cart is None:
        raise LineGone(_("Your cart is empty. Put something into it first."))
    return cart


@bp.post(f"/cart/lines/{_LINE}")
@public
@from_shared_page  # a form of an ended session must not lose what was typed
@limiter.limit(POSTS)
def change_line(line: int) -> ResponseReturnValue:
    """Set how much of a line there is, as typed, or one step up or down from that."""
    cart, form = _own_cart(), request.form
    offer = queries.of_line(cart.id, line)
    typed = form.get("quantity", "")
    try:
        quantity = rules.typed(typed, offer.unit, offer.step)
        if "plus" in form or "minus" in form:
            by = offer.step if "plus" in form else -offer.step
            quantity = rules.counted(quantity, by, offer.unit, offer.step)
        with unit_of_work():
            actions.change(cart.id, line, quantity)
    except (QuantityRefused, OutOfStock) as error:
        status = 409 if isinstance(error, Conflict) else 422
        return shown(Wrong(line, clean(typed)[:_LONGEST], error.sentence), status)
    return changed()


@bp.post(f"/cart/lines/{_LINE}/removal")
@public
@from_shared_page  # a form of an ended session must not lose what was typed
@limiter.limit(POSTS)
def remove_line(line: int) -> ResponseReturnValue:
    """Take a line out, and offer to put it back."""
    cart = _own_cart()
    with unit_of_work():
        gone = actions.remove(cart.id, line)
    undo = {"variant": gone.variant, "quantity": str(gone.before)}
    text = _("“%(name)s” is out of your cart.", name=pick(gone.name))
    return changed(Message(text, "/cart/restoration", undo))


@bp.post("/cart/restoration")
@public
@from_shared_page  # a form of an ended session must not lose what was typed
@limiter.limit(POSTS)
def restore_line() -> ResponseReturnValue:
    """Put back what was taken out; where that cannot be, say why and show the cart."""
    cart, form = _own_cart(), request.form
    offer = queries.offered(clean(form.get("variant", ""))[:_LONGEST])
    try:
        with unit_of_work():
            back = actions.restore(cart.id, offer.variant_id, _number(form.get("quantity", "")))
    except (QuantityRefused, OutOfStock) as error:
        return changed(Message(error.sentence))
    amount = format_quantity(back.after, back.unit)
    text = _("“%(name)s” is back in your cart: %(amount)s.", name=pick(back.name), amount=amount)
    return changed(Message(text))


def _number(text: str) -> int:
    """Return the minor steps that our own form sent back; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST else 0
