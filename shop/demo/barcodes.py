"""Barcodes of demo goods: valid EAN-13 in the range kept for use inside one shop."""

from __future__ import annotations

import hashlib

_DIGITS = 10


def check_digit(first_twelve: str) -> str:
    """Return the digit that makes twelve digits an EAN-13."""
    total = sum(map(int, first_twelve[0::2])) + 3 * sum(map(int, first_twelve[1::2]))
    return str(-total % 10)


def of_number(number: int) -> str:
    """Return the code of a number below 10 billion, beginning with 21."""
    first = f"21{number:0{_DIGITS}d}"
    return first + check_digit(first)


def of_sku(sku: str) -> str:
    """Return the code of a SKU, beginning with 20; the same SKU always has the same code."""
    number = int.from_bytes(hashlib.sha256(sku.encode()).digest()[:8], "big")
    first = f"20{number % 10**_DIGITS:0{_DIGITS}d}"
    return first + check_digit(first)
