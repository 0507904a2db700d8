"""Verify what the test gateway calls back: HMAC-SHA256 over `timestamp.body`, five minutes old."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from shop.domain.payments.ports import BadSignature, StaleCallback
from shop.kernel import clock
from shop.kernel.i18n import _

HEADER = "duka-test-signature"
TOLERANCE = 300
"""Seconds that a signature may be old, or ahead of our clock."""
_SHAPE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def read(key: bytes, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return what a callback says; raises `BadSignature` or `StaleCallback`."""
    given = next((value for name, value in headers.items() if name.lower() == HEADER), "")
    shape = _SHAPE.fullmatch(given)
    if shape is None:
        raise BadSignature(_("This callback is not signed."))
    signed = shape[1].encode() + b"." + body
    if not hmac.compare_digest(hmac.new(key, signed, hashlib.sha256).hexdigest(), shape[2]):
        raise BadSignature(_("This callback was not signed by the test gateway."))
    if abs(clock.now().timestamp() - int(shape[1])) > TOLERANCE:
        raise StaleCallback(_("This callback is too old."))
    try:
        said: dict[str, Any] = json.loads(body)
    except ValueError as error:
        raise BadSignature(_("This callback cannot be read.")) from error
    return said
