"""No form of another site acts here: same-origin proof for new visitors, a token for the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFProtect, generate_csrf

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Called by machines, which sign what they say.
_SIGNED = frozenset({"callbacks.receive"})
_protect = CSRFProtect()
_SHARED = "__from_shared_page__"
View = TypeVar("View", bound=Callable[..., Any])


def has_session(app: Flask) -> bool:
    """Tell whether this visitor carries a session of ours."""
    return app.config["SESSION_COOKIE_NAME"] in request.cookies


def same_origin() -> bool:
    """Tell whether the browser vouches that the request comes from our own page.

    `Sec-Fetch-Site` cannot be set by scripts (W3C Fetch Metadata); older browsers send `Origin`.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.host
    except ValueError:  # such as a bracket that never closes
        return False


def from_shared_page(view: View) -> View:
    """Let `view` go by the origin alone: its form stands on pages that are kept for everybody.

    Such a page has no token, and whoever opened two of them and posts from the first has a session
    when posting from the second.
    """
    setattr(view, _SHARED, True)
    return view


def _by_origin(app: Flask) -> bool:
    view = app.view_functions.get(request.endpoint or "")
    return not has_session(app) or hasattr(view, _SHARED)


def token_for_form() -> str:
    """Return the token of this visitor's session; empty before there is one."""
    return generate_csrf() if has_session(current_app) else ""


def init_app(app: Flask) -> None:
    """Check every unsafe request; views that are called by machines are exempt by name."""
    app.config.setdefault("WTF_CSRF_CHECK_DEFAULT", False)
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    _protect.init_app(app)
    # Flask-WTF's own processor would make a session for everyone who reads a page.
    app.jinja_env.globals["csrf_token"] = token_for_form
    app.context_processor(lambda: {"csrf_token": token_for_form})

    @app.before_request
    def _check() -> None:
        if request.method in _SAFE or request.endpoint is None or request.endpoint in _SIGNED:
            return
        if _by_origin(app) and same_origin():
            return
        _protect.protect()
