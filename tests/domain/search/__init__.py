"""Tests of the search slice."""
