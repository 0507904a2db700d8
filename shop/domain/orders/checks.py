"""The invariants of orders."""

from __future__ import annotations

from shop.kernel.checks import Check

CHECKS = [
    Check(
        "O1",
        "Every order has a number of its own, in the form that people are told.",
        """SELECT id FROM orders WHERE number NOT LIKE '%-%-%'
           UNION SELECT MIN(id) FROM orders GROUP BY number HAVING COUNT(*) > 1""",
    ),
    Check(
        "O2",
        "A checkout key, and a cart, makes one order at most.",
        """SELECT MIN(id) FROM orders GROUP BY checkout_key HAVING COUNT(*) > 1
           UNION SELECT MIN(id) FROM orders WHERE cart_id IS NOT NULL
             GROUP BY cart_id HAVING COUNT(*) > 1""",
    ),
    Check(
        "O4",
        "A total is its items less discount, with delivery, tax on top and rounding.",
        """SELECT id FROM orders WHERE total_minor < 0 OR total_minor <> items_minor
             - discount_minor + delivery_minor + rounding_minor
             + CASE WHEN prices_include_tax THEN 0 ELSE tax_minor END""",
    ),
    Check(
        "O4b",
        "The lines sum to what the order says of its items and its discount.",
        """SELECT o.id FROM orders o LEFT JOIN
             (SELECT order_id, SUM(subtotal_minor) AS items, SUM(discount_minor) AS off
              FROM order_lines GROUP BY order_id) l ON l.order_id = o.id
           WHERE l.order_id IS NULL OR l.items <> o.items_minor OR l.off <> o.discount_minor""",
    ),
    Check(
        "O4c",
        "A line's net and tax are its total.",
        "SELECT order_id FROM order_lines WHERE net_minor + tax_minor <> total_minor",
    ),
    Check(
        "O6",
        "The status of an order is the one its history ends with, and began without another.",
        """SELECT o.id FROM orders o LEFT JOIN order_events e ON e.id =
             (SELECT MAX(id) FROM order_events WHERE order_id = o.id AND to_status IS NOT NULL)
           WHERE e.id IS NULL OR e.to_status <> o.status""",
    ),
    Check(
        "O6b",
        "Each move of the history begins where the one before it ended.",
        """SELECT e.order_id FROM order_events e WHERE e.to_status IS NOT NULL
             AND COALESCE(e.from_status, '') <> COALESCE((SELECT b.to_status FROM order_events b
               WHERE b.id = (SELECT MAX(c.id) FROM order_events c WHERE c.order_id = e.order_id
                 AND c.id < e.id AND c.to_status IS NOT NULL)), '')""",
    ),
    Check(
        "S6",
        "What of a live order's lines is neither shipped nor cancelled is allocated to it.",
        """SELECT o.id FROM orders o JOIN
             (SELECT order_id, variant_id, SUM(quantity - shipped - cancelled) AS open
              FROM order_lines WHERE physical GROUP BY order_id, variant_id) l ON l.order_id = o.id
           LEFT JOIN
             (SELECT order_id, variant_id, SUM(quantity) AS given FROM allocations
              WHERE state = 'allocated' GROUP BY order_id, variant_id) a
             ON a.order_id = l.order_id AND a.variant_id = l.variant_id
           WHERE o.status IN ('awaiting_payment', 'placed', 'confirmed')
             AND COALESCE(a.given, 0) <> l.open""",
    ),
    Check(
        "O8",
        "A cancelled order with money of its buyer has an open refund task.",
        """SELECT o.id FROM orders o WHERE o.status = 'cancelled'
             AND o.paid_minor > o.refunded_minor AND NOT EXISTS
             (SELECT 1 FROM order_tasks t WHERE t.order_id = o.id AND t.kind = 'refund'
              AND t.done_at IS NULL)""",
    ),
    Check(
        "O9",
        "Nothing has left an order whose payment is not assured, or that nobody confirmed.",
        """SELECT o.id FROM orders o JOIN order_lines l ON l.order_id = o.id
           WHERE l.shipped > 0 AND o.status NOT IN ('confirmed', 'completed')""",
    ),
]
