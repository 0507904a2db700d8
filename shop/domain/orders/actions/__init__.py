"""The verbs of an order, one file each, inside the caller's unit of work."""
