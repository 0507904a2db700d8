"""Reads of the catalogue, shaped for pages."""
