"""No form of another site acts here: same-origin proof for new visitors, a token for the rest."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFProtect, generate_csrf

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_protect = CSRFProtect()


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


def token_for_form() -> str:
    """Return the token of this visitor's session; empty before there is one."""
    return generate_csrf() if has_session(current_app) else ""


def init_app(app: Flask) -> None:
    """Check every unsafe request; views that are called by machines exempt themselves by name."""
    app.config.setdefault("WTF_CSRF_CHECK_DEFAULT", False)
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    _protect.init_app(app)
    # Flask-WTF's own processor would make a session for everyone who reads a page.
    app.jinja_env.globals["csrf_token"] = token_for_form
    app.context_processor(lambda: {"csrf_token": token_for_form})

    @app.before_request
    def _check() -> None:
        if request.method in _SAFE or request.endpoint is None:
            return
        if not has_session(app) and same_origin():
            return
        _protect.protect()
