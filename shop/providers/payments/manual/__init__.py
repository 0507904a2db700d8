"""Money that no gateway reports: cash at the door, and transfers to the shop's own account."""
