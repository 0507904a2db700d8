"""What the shopper sees."""

from __future__ import annotations

from flask import Flask

from shop.storefront import (
    context,
    home,
    machines,
    media,
    pages,
    preferences,
    styleguide,
)
from shop.storefront.blueprint import bp
from shop.storefront.catalogue import category, product, search


def init_app(app: Flask) -> None:
    """Register the shopper's views; the style guide only where people build the shop."""
    context.init_app(app)
    if not app.extensions["config"].is_production:
        styleguide.register(app)
    app.register_blueprint(bp)


__all__ = [
    "category",
    "home",
    "init_app",
    "machines",
    "media",
    "pages",
    "preferences",
    "product",
    "search",
]
