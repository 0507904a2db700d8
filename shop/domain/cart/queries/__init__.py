"""Read carts: who asks gets plain values by few statements."""

from __future__ import annotations

from shop.domain.cart.queries.contents import CartItem, items
from shop.domain.cart.queries.heads import CartHead, head
from shop.domain.cart.queries.offers import Offer, chosen, of_line, offered
from shop.domain.cart.queries.shown import CartLine, CartView, view

__all__ = [
    "CartHead",
    "CartItem",
    "CartLine",
    "CartView",
    "Offer",
    "chosen",
    "head",
    "items",
    "of_line",
    "offered",
    "view",
]
