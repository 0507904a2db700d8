"""Tax classes: which rate table a product belongs to."""
