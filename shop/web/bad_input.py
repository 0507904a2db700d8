"""What no view should have to meet: NUL bytes, broken UTF-8, forms and bodies out of measure."""

from __future__ import annotations

from flask import Flask, abort, request

FORM_BYTES = 1024 * 1024
FORM_PARTS = 1000
_LONGEST_QUERY = 4096
_UNPRINTABLE = frozenset(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))


def init_app(app: Flask) -> None:
    """Refuse such requests before a view runs."""
    app.config["MAX_CONTENT_LENGTH"] = FORM_BYTES
    app.config["MAX_FORM_PARTS"] = FORM_PARTS
    app.config["MAX_FORM_MEMORY_SIZE"] = FORM_BYTES

    @app.before_request
    def _look() -> None:
        if len(request.query_string) > _LONGEST_QUERY:
            abort(414)
        if not _UNPRINTABLE.isdisjoint(request.path) or "\ufffd" in request.path:
            abort(404)
