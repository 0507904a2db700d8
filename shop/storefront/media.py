"""Pictures from the file store; their names are made from their content, so they never change."""

from __future__ import annotations

import re

from flask import Response, abort

from shop.domain.media.ports import file_store
from shop.storefront.blueprint import bp
from shop.web.access import public

_TYPES = {"avif": "image/avif", "webp": "image/webp"}
_NAME = re.compile(r"[A-Za-z0-9_-]{3,120}\.(avif|webp)")


@bp.get("/media/<name>")
@public
def media(name: str) -> Response:
    """One picture file; originals are never served."""
    match = _NAME.fullmatch(name)
    if match is None:
        abort(404)
    response = Response(file_store().get(name), content_type=_TYPES[match[1]])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
