"""The invariants of payments."""

from __future__ import annotations

from shop.kernel.checks import Check

CHECKS = [
    Check(
        "M1",
        "A captured payment is in the books exactly once, with its sum; no other payment is.",
        """SELECT p.id FROM payments p LEFT JOIN
             (SELECT t.source AS source, SUM(-e.amount_minor) AS booked
              FROM ledger_transactions t JOIN ledger_entries e
                ON e.transaction_id = t.id AND e.account = 'receivable'
              WHERE t.kind = 'capture' GROUP BY t.source) b
             ON b.source = 'capture:' || p.id
           WHERE COALESCE(b.booked, 0) <> CASE
             WHEN p.status = 'captured' AND p.captured_currency = p.currency
             THEN p.captured_minor ELSE 0 END""",
    ),
    Check(
        "M1b",
        "What was captured says so, and nothing else does.",
        """SELECT id FROM payments
           WHERE (status = 'captured') <> (captured_currency IS NOT NULL)
              OR refunded_minor > captured_minor""",
    ),
    Check(
        "M2",
        "A captured payment has the reference that its gateway knows it by.",
        "SELECT id FROM payments WHERE status = 'captured' AND reference IS NULL",
    ),
    Check(
        "M3",
        "What an order has been paid and given back is the sum of its payments.",
        """SELECT o.id FROM orders o LEFT JOIN
             (SELECT order_id, SUM(captured_minor) AS paid, SUM(refunded_minor) AS back
              FROM payments WHERE status = 'captured' AND captured_currency = currency
              GROUP BY order_id) p ON p.order_id = o.id
           WHERE o.paid_minor <> COALESCE(p.paid, 0)
              OR o.refunded_minor <> COALESCE(p.back, 0)""",
    ),
    Check(
        "M3b",
        "An order that was paid too little or too much, or has no goods, waits for a person.",
        """SELECT o.id FROM orders o
           WHERE o.hold_reason IS NULL AND (
             (o.status = 'awaiting_payment' AND o.paid_minor > 0)
             OR (o.status = 'expired' AND o.paid_minor > o.refunded_minor))""",
    ),
    Check(
        "M5",
        "Every attempt that a gateway knows was asked for under a stored key.",
        """SELECT id FROM payments
           WHERE continue_url IS NOT NULL AND asked IS NULL""",
    ),
]
