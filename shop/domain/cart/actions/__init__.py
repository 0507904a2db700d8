"""What a visitor does to a cart; each verb works inside the caller's unit of work."""

from __future__ import annotations

from shop.domain.cart.actions.carts import close, set_place, start
from shop.domain.cart.actions.lines import Change, add, change, remove, restore

__all__ = ["Change", "add", "change", "close", "remove", "restore", "set_place", "start"]
