"""Verbs that call a gateway between two units of work of their own."""
