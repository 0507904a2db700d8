"""The button that orders: once, whatever the network does."""

from __future__ import annotations

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue

from shop.domain.cart.queries import items
from shop.domain.checkout import seen, words
from shop.domain.checkout.errors import (
    CartEmpty,
    Change,
    CheckoutGone,
    NotSold,
    StepMissing,
    TotalChanged,
)
from shop.domain.checkout.flows.complete import Asked, complete
from shop.domain.checkout.statuses import Step
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.orders.links import order_path
from shop.kernel.i18n import _, current_locale
from shop.storefront.blueprint import bp
from shop.storefront.checkout import forms
from shop.storefront.checkout.frame import answer
from shop.storefront.checkout.payment import payment_page
from shop.storefront.checkout.summary import money
from shop.storefront.checkout.visit import CART, PATHS, arrive
from shop.web.access import public
from shop.web.csrf import from_shared_page
from shop.web.customer_session import cart_named, current_cart, ordered_cart
from shop.web.rate_limit import CHECKOUT, CHECKOUT_ADDRESS, limiter


def _visitor() -> str:
    """Return whose orders are counted: one browser's."""
    return cart_named() or request.remote_addr or ""


@bp.post("/checkout/completion")
@public
@from_shared_page  # a form of an ended session must not lose what was typed
@limiter.limit(CHECKOUT_ADDRESS)
@limiter.limit(CHECKOUT, key_func=_visitor)
def complete_checkout() -> ResponseReturnValue:
    """Order, or say what keeps it from that; the same form again leads to the same page."""
    cart = current_cart() or ordered_cart()
    if cart is None:
        return redirect(CART, 303)
    try:
        done = complete(_asked(cart.id))
    except CartEmpty:
        return redirect(CART, 303)
    except StepMissing as missing:
        return _missing(missing)
    except TotalChanged as changed:
        return _changed(changed)
    except (CheckoutGone, NotSold, NotEnoughStock) as refusal:
        return _refused(refusal, cart.id)
    return redirect(done.continue_url or order_path(done.public_id), 303)


def _asked(cart_id: int) -> Asked:
    chosen = forms.read(Step.PAYMENT).texts["payment_method"]
    return Asked(
        cart_id=cart_id,
        key=request.form.get("checkout", ""),
        payment_method=chosen,
        expected=forms.number("expected_total"),
        seen=seen.read(request.form.get("seen", "")),
        locale=current_locale(),
        base_url=current_app.extensions["config"].public_url,
    )


def _missing(missing: StepMissing) -> ResponseReturnValue:
    """Lead to the page that lacks an answer; it says what is wrong."""
    if missing.step is not Step.PAYMENT:
        return redirect(PATHS[missing.step], 303)
    return payment_page(arrive(Step.PAYMENT), missing.problems, status=422)


def _changed(changed: TotalChanged) -> ResponseReturnValue:
    """Tell old and new, and why; nothing was ordered."""
    return answer(
        "changed", _("The total has changed"), status=409,
        before=money(changed.before) if changed.before else "", after=money(changed.after),
        changes=[_told(change) for change in changed.changes],
    )  # fmt: skip


def _told(change: Change) -> tuple[str, str, str]:
    return (
        change.what,
        money(change.before) if change.before is not None else "",
        money(change.after) if change.after is not None else "",
    )


def _refused(refusal: CheckoutGone | NotSold | NotEnoughStock, cart_id: int) -> ResponseReturnValue:
    """Say what has to be changed in the cart first; nothing was ordered."""
    reasons = [refusal.sentence]
    if isinstance(refusal, NotSold):
        reasons = list(refusal.reasons)
    elif isinstance(refusal, NotEnoughStock):
        reasons = words.shortages(items(cart_id), refusal.shortages) or reasons
    return answer("refused", _("Nothing was ordered yet"), status=409, reasons=reasons)
