"""What can go wrong in the books."""

from __future__ import annotations


class Unbalanced(ValueError):
    """The entries of a transaction do not sum to zero: the program is wrong, not a person."""
