"""How the shop stands, without ids, numbers and times: equal for runs that did the same."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import text

from shop.kernel.db import session

_QUERIES = {
    "orders": (
        "SELECT status, payment_state, fulfilment_state, hold_reason, total_minor, paid_minor,"
        " refunded_minor, sale_turn FROM orders o {where}"
    ),
    "lines": (
        "SELECT l.variant_id, l.quantity, l.total_minor, l.cancelled FROM order_lines l"
        " JOIN orders o ON o.id = l.order_id {where}"
    ),
    "allocations": (
        "SELECT a.variant_id, a.quantity, a.state FROM allocations a"
        " JOIN orders o ON o.id = a.order_id {where}"
    ),
    "books": (
        "SELECT t.kind, e.account, e.currency, e.amount_minor FROM ledger_entries e"
        " JOIN ledger_transactions t ON t.id = e.transaction_id"
        " JOIN orders o ON o.id = e.order_id {where}"
    ),
    "payments": (
        "SELECT p.status, p.amount_minor, p.captured_minor, p.refunded_minor FROM payments p"
        " JOIN orders o ON o.id = p.order_id {where}"
    ),
    "mails": (
        "SELECT m.template, m.status FROM messages m JOIN orders o ON o.id = m.order_id {where}"
    ),
    "tasks": (
        "SELECT k.kind, k.done_at IS NULL AS open FROM order_tasks k"
        " JOIN orders o ON o.id = k.order_id {where}"
    ),
}
_SUMS = (
    "SELECT t.kind, e.account, e.currency, SUM(e.amount_minor) FROM ledger_entries e"
    " JOIN ledger_transactions t ON t.id = e.transaction_id WHERE e.order_id = :order"
    " GROUP BY t.kind, e.account, e.currency"
)
_EVERYWHERE = {
    "levels": "SELECT variant_id, on_hand, allocated, held FROM levels WHERE allocated + held > 0",
    "deliveries": "SELECT job, state FROM outbox_deliveries WHERE state <> 'done'",
    "inbox": "SELECT gateway, outcome FROM gateway_events WHERE processed_at IS NULL",
}


def everything() -> dict[str, list[Any]]:
    """Return the whole shop's orders, books, stock, payments, mails, and what is not yet done."""
    session().rollback()
    found = {name: _rows(query.format(where="")) for name, query in _QUERIES.items()}
    return found | {name: _rows(query) for name, query in _EVERYWHERE.items()}


def of_order(order_id: int) -> dict[str, list[Any]]:
    """Return the same of one order, whatever was bought; its books are summed up.

    Refunds may have been told of one by one or together.
    """
    session().rollback()
    found = {
        name: _rows(
            query.replace("l.variant_id, ", "")
            .replace("a.variant_id, ", "")
            .format(where="WHERE o.id = :order"),
            order=order_id,
        )
        for name, query in _QUERIES.items()
    }
    return found | {"books": _rows(_SUMS, order=order_id)}


def _rows(query: str, **binds: Any) -> list[Any]:
    rows = session().execute(text(query), binds).all()
    return sorted(([_plain(value) for value in row] for row in rows), key=str)


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool | Decimal) else value
