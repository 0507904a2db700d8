"""Reads of methods, attempts and the inbox: plain values, each by a known number of statements."""

from shop.domain.payments.queries.inbox import heard
from shop.domain.payments.queries.offered import MethodView, method, methods
from shop.domain.payments.queries.tried import Attempt, attempts, by_id, named, open_attempt, recent

__all__ = [
    "Attempt",
    "MethodView",
    "attempts",
    "by_id",
    "heard",
    "method",
    "methods",
    "named",
    "open_attempt",
    "recent",
]
