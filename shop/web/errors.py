"""From what went wrong to an answer: a page in the shop's look, or a fragment for htmx."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from shop.kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, Unavailable
from shop.kernel.i18n import gettext as _
from shop.kernel.i18n import lazy
from shop.web import htmx
from shop.web.office_guard import note_refusal
from shop.web.staff_session import OFFICE, current_member

_log = logging.getLogger(__name__)
_STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409, Invalid: 422, Unavailable: 503}
_PAGES = frozenset({400, 403, 404, 405, 413, 429, 500, 503})
# These may be shown while the database is away, so their page asks it nothing.
_BARE = frozenset({500, 503})
_RETRY_AFTER = "10"


_TITLES = {
    400: lazy("That did not work"),
    403: lazy("Not allowed"),
    404: lazy("This page is not here"),
    405: lazy("This address cannot do that"),
    413: lazy("That is too large"),
    429: lazy("That was a lot at once"),
    500: lazy("Something broke on our side"),
    503: lazy("The shop is closed for a moment"),
}


def _in_office() -> bool:
    """Tell whether a member of staff is at work here: strangers see the shop's own pages."""
    inside = request.path == OFFICE or request.path.startswith(f"{OFFICE}/")
    member = current_member() if inside else None
    return member is not None and member.is_through


def _note(error: DomainError) -> None:
    """Write into the audit what a member of staff tried and may not do."""
    if isinstance(error, NotAllowed) and _in_office():
        note_refusal(error.code)


def _page(page: int, context: dict[str, Any]) -> tuple[str, int]:
    """Render an error page in the frame of shop or office; without a database, a bare one."""
    title = str(_TITLES[page])
    if page not in _BARE:
        try:
            if _in_office():
                framed = current_app.extensions["office_frame"]() | context
                return render_template("backoffice/error.html", title=title, **framed), page
            framed = current_app.extensions["frame"](title, **context)
            return render_template(f"errors/{page}.html", **framed), page
        except (DBAPIError, PoolTimeout):
            page, title = 503, str(_TITLES[503])
    return render_template(f"errors/{page}.html", title=title, **context), page


def _answer(status: int, sentence: str | None = None) -> Response:
    """Answer with `status`; one without a page of its own uses that of 400 or 500."""
    page = status if status in _PAGES else (500 if status >= 500 else 400)  # noqa: PLR2004 - HTTP's own classes
    context = {"status": status, "sentence": sentence, "request_id": g.get("request_id", "")}
    if htmx.is_fragment():
        body = render_template("errors/_fragment.html", **context)
    else:
        body, shown = _page(page, context)
        status = status if shown == page else shown
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    if status in {429, 503}:
        response.headers.setdefault("Retry-After", _RETRY_AFTER)
    return response


def init_app(app: Flask) -> None:
    """Answer every error in the shop's look; log what nobody expected."""

    @app.errorhandler(DomainError)
    def _domain(error: DomainError) -> Response:
        _note(error)
        status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), 400)
        return _answer(status, error.sentence)

    @app.errorhandler(CSRFError)
    def _csrf(_error: CSRFError) -> Response:
        return _answer(
            403, _("This form is too old or came from elsewhere. Load the page again and repeat.")
        )

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        if error.code is None or error.code < 400:  # noqa: PLR2004 - redirects are not errors
            return make_response(error.get_response())
        if isinstance(error, SecurityError):  # there are no addresses to link to
            return Response(_("This shop does not answer under that name."), 400)
        response = _answer(error.code)
        for name, value in error.get_headers():
            if name in {"Allow", "Retry-After"}:
                response.headers[name] = value
        return response

    @app.errorhandler(DBAPIError)
    @app.errorhandler(PoolTimeout)
    def _database(error: Exception) -> Response:
        _log.error("database out of reach on %s: %s", request.path, error)
        return _answer(503)

    @app.errorhandler(Exception)
    def _unexpected(_error: Exception) -> Response:
        _log.exception("unexpected error on %s", request.path)
        return _answer(500)
