"""Text as machines compare it: without case, accents or control characters."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Return `text` casefolded, without accents, compatibility forms resolved (NFKD)."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def clean(text: str) -> str:
    """Return `text` without NUL and other control characters and lone surrogates, trimmed."""
    return "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}
    ).strip()
