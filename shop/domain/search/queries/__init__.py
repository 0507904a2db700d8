"""Reads of the search slice: found products, suggestions."""
