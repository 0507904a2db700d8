"""The page of an order, and the way to it for who lost the link."""
