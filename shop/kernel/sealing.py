"""Sealed texts: what the shop must read again and a stolen database must not tell."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


@dataclass(slots=True)
class _Keys:
    """What the factory hands in, oldest first: the newest seals, all of them open."""

    secrets: list[str] = field(default_factory=list)


_keys = _Keys()


class CannotOpen(Exception):
    """A sealed text was changed, or the key that sealed it is not there any more."""


def connect(secrets: Sequence[str]) -> None:
    """Set the secrets that keys are derived from, oldest first."""
    _keys.secrets = list(secrets)


def seal(purpose: str, text: str) -> str:
    """Return `text` sealed for `purpose`, with the id of the key before it."""
    if not _keys.secrets:
        raise RuntimeError("no sealing key was handed in")
    secret = _keys.secrets[-1]
    sealed = _box(secret, purpose).encrypt(text.encode("utf-8", "surrogatepass"))
    return f"{_key_id(secret)}.{sealed.decode()}"


def unseal(purpose: str, sealed: str) -> str:
    """Return the text that `seal` made this of; raises `CannotOpen`."""
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 - 4 MB that shoppers never need

    named, _dot, box = sealed.partition(".")
    for secret in _keys.secrets:
        if _key_id(secret) == named:
            try:
                return _box(secret, purpose).decrypt(box.encode()).decode("utf-8", "surrogatepass")
            except (InvalidToken, UnicodeError) as error:
                raise CannotOpen(purpose) from error
    raise CannotOpen(purpose)


@cache
def _key_id(secret: str) -> str:
    return sha256(f"duka.key-id:{secret}".encode()).hexdigest()[:8]


@cache
def _box(secret: str, purpose: str) -> Fernet:
    """Return the lock of one purpose: a key of its own, derived by HKDF (RFC 5869)."""
    from cryptography.fernet import Fernet  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415 - as above

    derived = HKDF(SHA256(), 32, salt=None, info=f"duka.{purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
