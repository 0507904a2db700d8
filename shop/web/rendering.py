"""The three ways a view may answer: `page`, `updates`, `invalid`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from shop.web import htmx
from shop.web.messages import Message, say


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


def updates(
    template: str, back_to: str = "", *, message: Message | None = None, **context: Any
) -> AnyResponse:
    """After a change: lead a plain request back to a page, hand htmx the regions that changed.

    `message` is said on that page, or among the regions. A value that is a function is asked only
    where it is drawn. `updates(path)`, without regions, has htmx go to the page too.
    """
    if not back_to:
        back_to, template = template, ""
    if htmx.is_fragment() and template:
        asked = {name: value() if callable(value) else value for name, value in context.items()}
        return make_response(render_template(template, message=message, **asked))
    if message is not None:
        say(message)
    return htmx.redirect(back_to) if htmx.is_fragment() else redirect(back_to, 303)
