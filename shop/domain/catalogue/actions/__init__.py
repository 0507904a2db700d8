"""Verbs that change the catalogue, inside the caller's unit of work."""
