"""The three ways a view may answer: `page`, `updates`, `invalid`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from shop.web import htmx


def page(
    template: str, *, fragments: Mapping[str, str] | None = None, status: int = 200, **context: Any
) -> Response:
    """Render `template`, or for htmx the fragment whose key is the id of its target."""
    chosen = (fragments or {}).get(htmx.target_id(), template)
    response = make_response(render_template(chosen, **context), status)
    if fragments:
        response.vary.update(htmx.VARY)
    return response


def invalid(
    template: str, *, fragments: Mapping[str, str] | None = None, **context: Any
) -> Response:
    """Answer 422 with the form as it was typed and its errors."""
    return page(template, fragments=fragments, status=422, **context)


def updates(back_to: str) -> AnyResponse:
    """After a change: lead a plain request back to a page; htmx goes there too."""
    return htmx.redirect(back_to) if htmx.is_fragment() else redirect(back_to, 303)
