"""E-mail addresses as accounts are known by: one spelling each."""

from __future__ import annotations

import re
import unicodedata

from shop.kernel.errors import Invalid
from shop.kernel.i18n import _
from shop.kernel.text import clean

LONGEST = 254
"""RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets."""
_SHAPE = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


def normalised(text: str) -> str:
    """Return `text` in the one spelling an account is known by; it need not be an address.

    Accents stay: folding them away would make one account of two people's addresses.
    """
    return unicodedata.normalize("NFKC", clean(text)).casefold()[:LONGEST]


def checked(text: str) -> str:
    """Return the normalised address, or raise `Invalid` for what cannot be one."""
    if len(text) > LONGEST or not _SHAPE.fullmatch(address := normalised(text)):
        raise Invalid(_("Enter an e-mail address like name@example.com."), field="email")
    return address
