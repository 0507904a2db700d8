"""Makers of test data, one file for each slice; each acts inside the caller's unit of work."""
