"""Races: many at once, each with a twin whose guard is removed and which must fail."""
