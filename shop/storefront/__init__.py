"""What the shopper sees."""

from __future__ import annotations

from flask import Flask

from shop.storefront import (
    context,
    delivery,
    home,
    machines,
    media,
    pages,
    preferences,
    styleguide,
)
from shop.storefront.blueprint import bp
from shop.storefront.cart import adding, cart, lines
from shop.storefront.catalogue import category, product, search
from shop.storefront.checkout import completion, contact
from shop.storefront.checkout import delivery as checkout_delivery
from shop.storefront.checkout import payment as checkout_payment
from shop.storefront.orders import cancellation, order, payments, tracking


def init_app(app: Flask) -> None:
    """Register the shopper's views; the style guide only where people build the shop."""
    context.init_app(app)
    if not app.extensions["config"].is_production:
        styleguide.register(app)
    app.register_blueprint(bp)


__all__ = [
    "adding",
    "cancellation",
    "cart",
    "category",
    "checkout_delivery",
    "checkout_payment",
    "completion",
    "contact",
    "delivery",
    "home",
    "init_app",
    "lines",
    "machines",
    "media",
    "order",
    "pages",
    "payments",
    "preferences",
    "product",
    "search",
    "tracking",
]
