"""Stored pictures and their sizes."""
