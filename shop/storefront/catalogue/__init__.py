"""Lists, products and search."""
