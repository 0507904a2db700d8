"""What browsers and proxies may keep, and compression of what Flask answers itself."""

from __future__ import annotations

from flask import Flask, Response, request

from shop.web import codings, htmx, revalidation
from shop.web.access import current_access
from shop.web.csrf import has_session
from shop.web.shared_pages import SHARED_FLAG

_SMALLEST = 500
_TEXT = (
    "text/",
    "application/json",
    "application/xml",
    "application/manifest+json",
    "image/svg+xml",
)


def init_app(app: Flask) -> None:
    """Decide for every answer who may keep it, then compress what nobody compressed yet."""
    revalidation.init_app(app)

    # Flask runs these hooks last to first: `_cache` decides before `_compress` looks.
    @app.after_request
    def _compress(response: Response) -> Response:
        if (
            request.environ.get(SHARED_FLAG)
            or response.direct_passthrough
            or response.status_code in {204, 304}
            or "Content-Encoding" in response.headers
            or not (response.content_type or "").startswith(_TEXT)
        ):
            return response
        response.vary.add("Accept-Encoding")
        body, coding = (
            response.get_data(),
            codings.chosen(request.headers.get("Accept-Encoding", "")),
        )
        if coding and len(body) >= _SMALLEST:
            response.set_data(codings.compress(body, coding))
            response.headers["Content-Encoding"] = coding
        return response

    @app.after_request
    def _cache(response: Response) -> Response:
        access = current_access()
        if access is not None and access.staff:
            response.headers["Cache-Control"] = "no-store"
        elif access is not None and access.shared and response.status_code == 200:  # noqa: PLR2004 - HTTP's own number
            response.vary.update(("Cookie", "Accept-Language", *htmx.VARY))
            response.headers.setdefault("Cache-Control", "private, no-cache")
            revalidation.mark(response)
            kept = not has_session(app) and "Set-Cookie" not in response.headers
            if kept and SHARED_FLAG in request.environ:
                request.environ[SHARED_FLAG] = True
        return response
