"""Password hashes: argon2id with 19 MiB, two passes, one lane (OWASP's smallest choice)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
NOBODYS = f"$argon2id$v=19$m={19 * 1024},t=2,p=1${'A' * 22}${'A' * 43}"
"""A hash that no password is known to fit, so that asking for nobody takes as long."""


def hashed(password: str) -> str:
    """Return the hash to keep for `password`."""
    return _HASHER.hash(password.encode("utf-8", "surrogatepass"))


def fits(kept: str, password: str) -> bool:
    """Tell whether `password` is the one that `kept` was made of; takes some 30 ms."""
    try:
        return _HASHER.verify(kept, password.encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Tell whether `kept` was made with other costs than those in force."""
    return _HASHER.check_needs_rehash(kept)
