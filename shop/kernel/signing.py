"""Signed texts for links and cookies: proof that the shop itself wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from itsdangerous import BadSignature, Signer

_LONGEST = 400


@dataclass(slots=True)
class _Keys:
    """What wiring hands in: the newest key last; it signs, all of them verify."""

    secrets: list[str] = field(default_factory=list)


_keys = _Keys()


def connect(secrets: Sequence[str]) -> None:
    """Set the keys, oldest first."""
    _keys.secrets = list(secrets)


def _signer(purpose: str) -> Signer:
    if not _keys.secrets:
        raise RuntimeError("no signing key was handed in")
    return Signer(_keys.secrets, salt=f"duka.{purpose}", digest_method=sha256)


def sign(purpose: str, value: str) -> str:
    """Return `value` with a signature that holds for `purpose` only."""
    return _signer(purpose).sign(value).decode()


def unsign(purpose: str, signed: str) -> str | None:
    """Return the value of a text that `sign` made for `purpose`; None for every other text."""
    if len(signed) > _LONGEST or not signed.isascii():
        return None
    try:
        return _signer(purpose).unsign(signed).decode()
    except BadSignature:
        return None
