"""Content codings: which one a client takes, and compressing into it."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli

_OFFERED = ("br", "gzip")
# Beyond the second of each a page gets a few per cent smaller and many times slower to make; the
# first is for answers that may never be sent again.
_BROTLI_QUALITIES, _GZIP_LEVELS = (1, 5), (1, 6)


@lru_cache(maxsize=256)
def chosen(accepted: str) -> str:
    """Return the coding for an `Accept-Encoding` header (RFC 9110, 12.5.3); "" is as it is."""
    parts = (part.replace(" ", "").partition(";q=") for part in accepted.lower().split(","))
    wanted = {name for name, q, weight in parts if weight.rstrip(".0") or not q}
    return next((name for name in _OFFERED if name in wanted), "")


def compress(plain: bytes, coding: str, *, well: bool = False) -> bytes:
    """Return `plain` in `br` or `gzip`; `well` takes six times as long to save a fifth."""
    if coding == "br":
        packed: bytes = brotli.compress(plain, quality=_BROTLI_QUALITIES[well])
        return packed
    return gzip.compress(plain, _GZIP_LEVELS[well], mtime=0) if coding else plain
