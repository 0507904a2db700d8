"""Verbs of the checkout that call outside."""
