"""What a cart or an order costs, itemised: one pure function."""
