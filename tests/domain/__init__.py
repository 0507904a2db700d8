"""Tests of the domain, one folder for each slice."""
