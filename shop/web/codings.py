"""Content codings: which one a client takes, and compressing into it."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli

_OFFERED = ("br", "gzip")
# Beyond these a page gets a few per cent smaller and many times slower to make.
_BROTLI_QUALITY, _GZIP_LEVEL = 4, 6


@lru_cache(maxsize=256)
def chosen(accepted: str) -> str:
    """Return the coding for an `Accept-Encoding` header (RFC 9110, 12.5.3); "" is as it is."""
    parts = (part.replace(" ", "").partition(";q=") for part in accepted.lower().split(","))
    wanted = {name for name, q, weight in parts if weight.rstrip(".0") or not q}
    return next((name for name in _OFFERED if name in wanted), "")


def compress(plain: bytes, coding: str) -> bytes:
    """Return `plain` in `br` or `gzip`; `coding` comes from `chosen`."""
    if coding == "br":
        packed: bytes = brotli.compress(plain, quality=_BROTLI_QUALITY)
        return packed
    return gzip.compress(plain, _GZIP_LEVEL, mtime=0) if coding else plain
