"""Text as machines compare it: without case, accents or control characters."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Return `text` casefolded, without accents, compatibility forms resolved (NFKD)."""
    if text.isascii():
        return text.casefold()
    # Twice: a compatibility form may bring capitals with it, and a capital its accents.
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = unicodedata.normalize("NFKD", plain.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def clean(text: str) -> str:
    """Return `text` without NUL and other control characters and lone surrogates, trimmed."""
    return "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}
    ).strip()
