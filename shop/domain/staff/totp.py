"""Codes by the clock (TOTP, RFC 6238), and backup codes: pure reckoning."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime
from hashlib import sha256

import pyotp

STEP_SECONDS = 30
BACKUP_CODES = 10
_DRIFT = (0, -1, 1)
# The library refuses less than 112 bits (RFC 4226, 4: R6).
_SEED = re.compile(r"[A-Z2-7]{24,64}")
_ALPHABET = "abcdefghjkmnpqrstuvwxyz023456789"
_BACKUP_LENGTH = 16
"""Sixteen letters of thirty-two: 80 bits."""


def new_seed() -> str:
    """Return a seed of 160 bits in base32."""
    return pyotp.random_base32()


def checked_seed(text: str) -> str | None:
    """Return a seed that somebody brings along in one spelling, None where it is none."""
    seed = re.sub(r"[\s-]", "", text).upper().rstrip("=")
    try:
        if not _SEED.fullmatch(seed):
            return None
        pyotp.TOTP(seed).generate_otp(0)
    except ValueError:  # such as a length that base32 cannot have
        return None
    return seed


def step_at(moment: datetime) -> int:
    """Return the number of the half minute of `moment`."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_at(seed: str, step: int) -> str:
    """Return the code of a half minute."""
    return pyotp.TOTP(seed).generate_otp(step)


def fitting_step(seed: str, code: str, moment: datetime, after: int) -> int | None:
    """Return the half minute later than `after` whose code this is, one either way of now."""
    now, code = step_at(moment), _digits(code)
    if len(code) != 6 or not code.isascii():  # noqa: PLR2004 - the digits of a code
        return None
    for drift in _DRIFT:
        step = now + drift
        if step > after and hmac.compare_digest(code_at(seed, step), code):
            return step
    return None


def _digits(text: str) -> str:
    return re.sub(r"\s", "", text)


def address(seed: str, email: str, issuer: str) -> str:
    """Return what an authenticator app reads from the picture."""
    return pyotp.TOTP(seed).provisioning_uri(name=email, issuer_name=issuer)


def new_backup_codes() -> list[str]:
    """Return ten codes of 80 bits, in groups that can be copied by hand."""
    codes = [
        "".join(secrets.choice(_ALPHABET) for _ in range(_BACKUP_LENGTH))
        for _ in range(BACKUP_CODES)
    ]
    return ["-".join(code[at : at + 4] for at in range(0, _BACKUP_LENGTH, 4)) for code in codes]


def backup_digest(member_id: int, code: str) -> str | None:
    """Return what is kept of a member's backup code; None for what cannot be one."""
    plain = re.sub(r"[\s-]", "", code).lower()
    if len(plain) != _BACKUP_LENGTH or not set(plain) <= set(_ALPHABET):
        return None
    return sha256(f"{member_id}:{plain}".encode()).hexdigest()
