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
        "S3",
        "What is held and allocated of a level is the sum of its holds and of its allocations.",
        """SELECT l.variant_id FROM levels l WHERE
             l.held <> COALESCE((SELECT SUM(h.quantity) FROM holds h
               WHERE h.variant_id = l.variant_id AND h.location_id = l.location_id), 0)
             OR l.allocated <> COALESCE((SELECT SUM(a.quantity) FROM allocations a
               WHERE a.variant_id = l.variant_id AND a.location_id = l.location_id
                 AND a.state = 'allocated'), 0)""",
    ),
    Check(
        "S3b",
        "Holds and allocations belong to a level.",
        """SELECT p.variant_id FROM
             (SELECT variant_id, location_id FROM holds UNION
              SELECT variant_id, location_id FROM allocations) p
             LEFT JOIN levels l ON l.variant_id = p.variant_id AND l.location_id = p.location_id
           WHERE l.variant_id IS NULL""",
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
             (SELECT 1 FROM variants v JOIN (SELECT variant_id FROM movements UNION
                SELECT variant_id FROM holds UNION SELECT variant_id FROM allocations) s
              ON s.variant_id = v.id WHERE v.product_id = p.id))""",
    ),
    Check(
        "S11",
        "An order that is cancelled or expired keeps no stock.",
        """SELECT a.order_id FROM allocations a JOIN orders o ON o.id = a.order_id
           WHERE a.state = 'allocated' AND o.status IN ('cancelled', 'expired')""",
    ),
]
