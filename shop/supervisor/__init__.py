"""One command that prepares the shop, starts its processes and stops them together."""
