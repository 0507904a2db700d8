"""The shopper a request comes from: for now, the cart that a signed cookie names."""

from __future__ import annotations

from flask import Flask, current_app, g, request
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from shop.domain.cart import queries
from shop.domain.cart.queries import CartHead
from shop.kernel import signing

_PURPOSE = "cart"
_KEPT = 90 * 24 * 3600


def cookie_name(app: Flask) -> str:
    """Return the name of the cookie; over https its prefix binds it to this host (RFC 6265bis)."""
    return "__Host-duka-cart" if app.config["SESSION_COOKIE_SECURE"] else "duka_cart"


def cart_named() -> str | None:
    """Return the public id of the cart that this visitor's cookie names; asks no database."""
    signed = request.cookies.get(cookie_name(current_app), "")
    return signing.unsign(_PURPOSE, signed) if signed else None


def current_cart() -> CartHead | None:
    """Return this visitor's open cart; asks the database once a request, and only if asked."""
    cart = _cart()
    return cart if cart and cart.is_open else None


def ordered_cart() -> CartHead | None:
    """Return the cart this visitor had last, where an order was made of it."""
    cart = _cart()
    return cart if cart and not cart.is_open else None


def _cart() -> CartHead | None:
    if "cart" not in g:
        named = cart_named()
        g.cart = queries.head(named) if named else None
    cart: CartHead | None = g.cart
    return cart


def adopt(cart: CartHead) -> None:
    """Take a cart that this request began, or changed, for this visitor's own."""
    g.cart = cart


def begin_cart(response: Response, public_id: str) -> None:
    """Hand the browser the signed cookie that names its cart, and a secret for its forms."""
    response.set_cookie(
        cookie_name(current_app), signing.sign(_PURPOSE, public_id), max_age=_KEPT,
        secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax",
    )  # fmt: skip
    generate_csrf()
