"""What the shop tells people, by mail."""
