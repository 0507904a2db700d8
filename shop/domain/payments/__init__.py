"""Money on its way in: methods, attempts, gateways and what they tell us."""
