"""The invariants of the books. They name tables of slices above: a check is SQL, not an import."""

from __future__ import annotations

from shop.kernel.checks import Check

CHECKS = [
    Check(
        "G1",
        "Every transaction balances in each currency and has two entries or more.",
        """SELECT t.id FROM ledger_transactions t LEFT JOIN ledger_entries e
             ON e.transaction_id = t.id GROUP BY t.id HAVING COUNT(e.id) < 2
           UNION SELECT transaction_id FROM ledger_entries
             GROUP BY transaction_id, currency HAVING SUM(amount_minor) <> 0""",
    ),
    Check(
        "G1b",
        "An entry belongs to the order of its transaction.",
        """SELECT e.id FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
           WHERE COALESCE(e.order_id, 0) <> COALESCE(t.order_id, 0)""",
    ),
    Check(
        "G3",
        "What an order owes is its live sale, less what was paid, plus what went back.",
        """SELECT o.id FROM orders o LEFT JOIN
             (SELECT order_id, SUM(amount_minor) AS owed FROM ledger_entries
              WHERE account = 'receivable' GROUP BY order_id) e ON e.order_id = o.id
           WHERE COALESCE(e.owed, 0) <> o.refunded_minor - o.paid_minor
             + CASE WHEN o.status IN ('cancelled', 'expired') THEN 0 ELSE o.total_minor END""",
    ),
    Check(
        "G3b",
        "The books of an order are in its currency.",
        """SELECT e.id FROM ledger_entries e JOIN orders o ON o.id = e.order_id
           WHERE e.currency <> o.currency""",
    ),
    Check(
        "G5",
        "The present sale of every order is in the books.",
        """SELECT o.id FROM orders o WHERE o.items_minor + o.delivery_minor <> 0 AND NOT EXISTS
             (SELECT 1 FROM ledger_transactions t
              WHERE t.source = 'sale:' || o.id || ':' || o.sale_turn AND t.order_id = o.id)""",
    ),
    Check(
        "G5b",
        "A sale is posted back exactly when its order is cancelled or expired.",
        """SELECT o.id FROM orders o WHERE o.items_minor + o.delivery_minor <> 0
             AND (o.status IN ('cancelled', 'expired')) <> EXISTS
             (SELECT 1 FROM ledger_transactions t
              WHERE t.source = 'sale:' || o.id || ':' || o.sale_turn || ':' || 'reversal')""",
    ),
    Check(
        "G5c",
        "Every sale that an order has left behind is posted back.",
        """SELECT t.id FROM ledger_transactions t JOIN orders o ON o.id = t.order_id
           WHERE t.kind = 'sale' AND t.source <> 'sale:' || o.id || ':' || o.sale_turn
             AND NOT EXISTS (SELECT 1 FROM ledger_transactions r
              WHERE r.source = t.source || ':' || 'reversal')""",
    ),
]
