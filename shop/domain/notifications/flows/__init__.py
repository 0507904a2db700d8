"""Verbs that call the mail server between two units of work."""
