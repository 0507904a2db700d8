"""Three short pages from the cart to an order."""
