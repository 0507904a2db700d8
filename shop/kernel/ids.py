"""Public ids (`prd_…`) and unguessable tokens."""

from __future__ import annotations

import secrets

# Crockford's alphabet: no I, L, O or U, so that an id can be read out over the telephone.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 16


def public_id(prefix: str) -> str:
    """Return a new id such as `prd_9k2…` with 80 random bits."""
    return f"{prefix}_" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def token() -> str:
    """Return a new URL-safe secret of 256 bits."""
    return secrets.token_urlsafe(32)
