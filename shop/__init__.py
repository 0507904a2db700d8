"""Duka: a web shop and its back office."""
