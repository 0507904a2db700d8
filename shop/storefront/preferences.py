"""Language and theme, chosen by two small forms that work without scripts."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue

from shop.domain.catalogue.queries.facets import settings
from shop.storefront.blueprint import bp
from shop.web.access import public
from shop.web.locale import LANGUAGE_COOKIE, THEME_COOKIE, THEMES, remember
from shop.web.rate_limit import POSTS, limiter


def safe_path(text: str) -> str:
    """Return `text` where it is a path of this shop, else the front page."""
    parts = urlsplit(text) if text.startswith("/") and not text.startswith("//") else None
    if parts is None or parts.scheme or parts.netloc or "\\" in text or not text.isprintable():
        return "/"
    return text


@bp.post("/preferences")
@public
@limiter.limit(POSTS)
def preferences() -> ResponseReturnValue:
    """Keep a choice and lead back to where it was made."""
    response = redirect(safe_path(request.form.get("next", "/")), 303)
    secure = current_app.extensions["config"].is_secure
    language, theme = request.form.get("language", ""), request.form.get("theme", "")
    if language in settings().languages:
        remember(response, LANGUAGE_COOKIE, language, secure=secure)
    if theme in THEMES:
        remember(response, THEME_COOKIE, theme, secure=secure)
    return response
