"""The town that a visitor without a cart chose, in a small signed cookie."""

from __future__ import annotations

import base64
import binascii
import re

from flask import request
from werkzeug.wrappers import Response

from shop.kernel import signing
from shop.web.locale import cookies_of, remember

TOWN_COOKIE = "duka_town"
_BETWEEN = "\n"
_LONGEST = 300
_SHAPE = re.compile(r"[\w=.-]{1,400}", re.ASCII)


def town_key(cookie: str) -> str:
    """Return what shared pages are kept apart by: the cookie's own text, empty without one.

    A text that cannot be ours counts as none, so that nobody can put a key together.
    """
    if TOWN_COOKIE not in cookie:
        return ""
    text = cookies_of(cookie).get(TOWN_COOKIE, "")
    return text if _SHAPE.fullmatch(text) else ""


def chosen_town() -> tuple[str, str]:
    """Return (town, area) as this visitor's cookie says; empty texts where it says nothing."""
    signed = town_key(request.headers.get("Cookie", ""))
    value = signing.unsign(TOWN_COOKIE, signed) if signed else None
    if value is None:
        return "", ""
    try:
        town, _between, area = base64.urlsafe_b64decode(value).decode().partition(_BETWEEN)
    except (binascii.Error, ValueError):  # signed by us, so written by an older version
        return "", ""
    return town, area


def remember_town(response: Response, town: str, area: str, *, secure: bool) -> None:
    """Keep a town for a year; an area that makes the cookie long is left out."""
    value = _packed(town, area)
    if len(value) > _LONGEST:
        value = _packed(town, "")
    remember(response, TOWN_COOKIE, signing.sign(TOWN_COOKIE, value), secure=secure)


def _packed(town: str, area: str) -> str:
    return base64.urlsafe_b64encode(f"{town}{_BETWEEN}{area}".encode()).decode()
