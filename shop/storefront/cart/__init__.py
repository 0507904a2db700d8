"""The cart as the shopper sees it."""
