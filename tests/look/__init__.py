"""What the shop looks like, tested from its files alone: no app, no database, no browser."""
