"""The catalogue's invariants."""

from __future__ import annotations

from shop.kernel.checks import Check

CHECKS = [
    Check(
        "K1",
        "Every product has a listing.",
        """SELECT p.id FROM products p LEFT JOIN listings l ON l.product_id = p.id
           WHERE l.product_id IS NULL""",
    ),
    Check(
        "K2",
        "Only published products with a variant are listed as published.",
        """SELECT l.product_id FROM listings l JOIN products p ON p.id = l.product_id
           WHERE l.published AND (p.status <> 'published'
             OR NOT EXISTS (SELECT 1 FROM variants v WHERE v.product_id = p.id))""",
    ),
    Check(
        "K3",
        "The listed price is the lowest price of the variants.",
        """SELECT l.product_id FROM listings l JOIN
             (SELECT product_id, MIN(price_minor) AS low FROM variants GROUP BY product_id) v
             ON v.product_id = l.product_id WHERE l.price_minor <> v.low""",
    ),
    Check(
        "K4",
        "Shelves say what the listing says.",
        """SELECT s.product_id FROM shelves s LEFT JOIN listings l ON l.product_id = s.product_id
           WHERE l.product_id IS NULL OR NOT l.published OR s.price_minor <> l.price_minor
             OR s.popularity <> l.popularity OR s.newest <> l.newest OR s.on_sale <> l.on_sale
             OR s.in_stock <> l.in_stock OR s.sizes <> l.sizes OR s.colours <> l.colours
             OR s.tags <> l.tags""",
    ),
    Check(
        "K5",
        "A published product in a category stands on that category's shelf.",
        """SELECT c.product_id FROM product_categories c JOIN listings l
             ON l.product_id = c.product_id AND l.published
             LEFT JOIN shelves s ON s.product_id = c.product_id AND s.category_id = c.category_id
           WHERE s.product_id IS NULL""",
    ),
    Check(
        "K6",
        "Every variant has one value of each option of its product.",
        """SELECT v.id FROM variants v JOIN options o ON o.product_id = v.product_id
           WHERE (SELECT COUNT(*) FROM variant_values x JOIN option_values y
                  ON y.id = x.option_value_id
                  WHERE x.variant_id = v.id AND y.option_id = o.id) <> 1""",
    ),
]
