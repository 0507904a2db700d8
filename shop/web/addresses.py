"""Addresses that a visitor hands in: followed only where they are paths of this shop."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_path(text: str, default: str = "/") -> str:
    """Return `text` where it is a path of this shop, else `default`."""
    parts = urlsplit(text) if text.startswith("/") and not text.startswith("//") else None
    if parts is None or parts.scheme or parts.netloc or "\\" in text or not text.isprintable():
        return default
    return text
