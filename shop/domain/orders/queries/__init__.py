"""Reads of orders: plain values, each by a known number of statements."""

from shop.domain.orders.queries.history import Entry, Note, mark, notes, timeline
from shop.domain.orders.queries.lists import (
    Placed,
    Summary,
    by_checkout_key,
    by_number,
    due_to_expire,
    recent,
    track,
    winner,
)
from shop.domain.orders.queries.view import LineView, OrderView, by_public_id, view

__all__ = [
    "Entry",
    "LineView",
    "Note",
    "OrderView",
    "Placed",
    "Summary",
    "by_checkout_key",
    "by_number",
    "by_public_id",
    "due_to_expire",
    "mark",
    "notes",
    "recent",
    "timeline",
    "track",
    "view",
    "winner",
]
