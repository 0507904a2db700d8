"""Verbs that change attempts and the inbox inside the caller's unit of work."""
