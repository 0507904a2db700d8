"""Search's invariants."""

from __future__ import annotations

from shop.kernel.checks import Check

CHECKS = [
    Check(
        "W1",
        "Every published product can be searched for.",
        """SELECT p.id FROM products p LEFT JOIN search_documents d ON d.product_id = p.id
           WHERE p.status = 'published' AND d.product_id IS NULL""",
    ),
    Check(
        "W2",
        "Only published products can be searched for.",
        """SELECT d.product_id FROM search_documents d LEFT JOIN products p ON p.id = d.product_id
           WHERE p.id IS NULL OR p.status <> 'published'""",
    ),
    Check(
        "W3",
        "No word is counted less often than it can be.",
        """SELECT word FROM search_words
           WHERE anywhere < 1 OR in_labels > anywhere OR in_name > in_labels OR in_name < 0""",
    ),
    Check(
        "W4",
        "Where there are documents there are words.",
        """SELECT MIN(d.product_id) FROM search_documents d
           WHERE NOT EXISTS (SELECT 1 FROM search_words) HAVING COUNT(*) > 0""",
    ),
]
