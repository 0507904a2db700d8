"""How the pretended bank vouches for what it says: HMAC-SHA256 over `timestamp.body`."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "Duka-Test-Signature"


def key_from(secret: str) -> bytes:
    """Return the key that signs callbacks, made from the shop's own secret."""
    return hmac.new(secret.encode(), b"duka test gateway", hashlib.sha256).digest()


def signature(key: bytes, body: bytes, timestamp: int) -> str:
    """Return the header that vouches for `body` at this moment."""
    said = f"{timestamp}.".encode() + body
    return f"t={timestamp},v1={hmac.new(key, said, hashlib.sha256).hexdigest()}"
