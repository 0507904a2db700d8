"""The only file that knows htmx's header names (htmx 4: `HX-Target` comes as `section#results`)."""

from __future__ import annotations

from flask import Response, request

VARY = ("HX-Request", "HX-Request-Type", "HX-Target", "HX-History-Restore-Request")
REQUEST = "HX-Request"
TARGET = "HX-Target"
RESTORE = "HX-History-Restore-Request"


def is_fragment() -> bool:
    """Tell whether htmx asks for a part of the page; Back asks for the whole."""
    headers = request.headers
    return headers.get(REQUEST) == "true" and headers.get(RESTORE) != "true"


def target_id() -> str:
    """Return the id of the element to be swapped, empty where there is none."""
    return target_of(request.headers.get(TARGET, "")) if is_fragment() else ""


def target_of(header: str) -> str:
    """Return the id in a header such as `section#results`."""
    return header.rpartition("#")[2]


def redirect(to: str) -> Response:
    """Have htmx go to the address `to` as a real navigation."""
    return Response(status=200, headers={"HX-Redirect": to})
