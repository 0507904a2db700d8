"""The only file that knows htmx's header names (htmx 4: `HX-Target` comes as `section#results`)."""

from __future__ import annotations

import json

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

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


def aim(response: Response, target: str) -> Response:
    """Have htmx morph the element with the id `target` into an answer, whatever its status."""
    response.headers["HX-Retarget"] = f"#{target}"
    response.headers["HX-Reswap"] = "outerMorph"
    return response


def announce(response: AnyResponse, event: str, value: str) -> None:
    """Have htmx raise `event` in the page, with a value for the behaviours that listen."""
    response.headers["HX-Trigger"] = json.dumps({event: value})


def redirect(to: str) -> Response:
    """Have htmx go to the address `to` as a real navigation."""
    return Response(status=200, headers={"HX-Redirect": to})
