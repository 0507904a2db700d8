"""What a shopper does in a checkout; each verb works inside the caller's unit of work."""

from __future__ import annotations

from shop.domain.checkout.actions.answering import answer, keep, ordered
from shop.domain.checkout.actions.keeping import keep_stock

__all__ = ["answer", "keep", "keep_stock", "ordered"]
