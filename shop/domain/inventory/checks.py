"""The inventory's invariants."""

from __future__ import annotations

from shop.kernel.checks import Check

CHECKS = [
    Check(
        "S1",
        "What is on hand is the sum of the movements.",
        """SELECT l.variant_id FROM levels l WHERE l.on_hand <> COALESCE(
             (SELECT SUM(m.quantity) FROM movements m
              WHERE m.variant_id = l.variant_id AND m.location_id = l.location_id), 0)""",
    ),
    Check(
        "S1b",
        "Movements belong to a level.",
        """SELECT m.id FROM movements m LEFT JOIN levels l
             ON l.variant_id = m.variant_id AND l.location_id = m.location_id
           WHERE l.variant_id IS NULL""",
    ),
    Check(
        "S2",
        "Nothing is on hand, allocated or held in the negative.",
        "SELECT variant_id FROM levels WHERE on_hand < 0 OR allocated < 0 OR held < 0",
    ),
    Check(
        "S4",
        "No more is promised than there is.",
        "SELECT variant_id FROM levels WHERE on_hand - allocated - held < 0",
    ),
    Check(
        "S13",
        "The listing says sold out exactly when nothing is available.",
        """SELECT g.product_id FROM listings g
             JOIN products p ON p.id = g.product_id AND p.kind = 'physical' LEFT JOIN
             (SELECT v.product_id AS product_id, SUM(l.on_hand - l.allocated - l.held) AS n
              FROM variants v JOIN levels l ON l.variant_id = v.id GROUP BY v.product_id) s
             ON s.product_id = g.product_id
           WHERE (COALESCE(s.n, 0) > 0) <> g.in_stock OR (g.stock_state = 'out') = g.in_stock""",
    ),
    Check(
        "S10",
        "Digital products have no stock and are never sold out.",
        """SELECT p.id FROM products p LEFT JOIN listings g ON g.product_id = p.id
           WHERE p.kind = 'digital' AND (NOT g.in_stock OR EXISTS
             (SELECT 1 FROM variants v JOIN movements m ON m.variant_id = v.id
              WHERE v.product_id = p.id))""",
    ),
]
