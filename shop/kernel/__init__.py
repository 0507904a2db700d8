"""Money, time, ids, events: what every room uses and what knows nothing of shops."""
