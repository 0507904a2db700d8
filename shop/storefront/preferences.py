"""Language and theme, chosen by two small forms that work without scripts."""

from __future__ import annotations

from flask import current_app, request
from flask.typing import ResponseReturnValue

from shop.domain.catalogue.queries.facets import settings
from shop.storefront.blueprint import bp
from shop.web.access import public
from shop.web.addresses import safe_path
from shop.web.locale import LANGUAGE_COOKIE, THEME_COOKIE, THEMES, remember
from shop.web.rate_limit import POSTS, limiter
from shop.web.rendering import updates


@bp.post("/preferences")
@public
@limiter.limit(POSTS)
def preferences() -> ResponseReturnValue:
    """Keep a choice and lead back to where it was made."""
    response = updates(safe_path(request.form.get("next", "/")))
    secure = current_app.extensions["config"].is_secure
    language, theme = request.form.get("language", ""), request.form.get("theme", "")
    if language in settings().languages:
        remember(response, LANGUAGE_COOKIE, language, secure=secure)
    if theme in THEMES:
        remember(response, THEME_COOKIE, theme, secure=secure)
    return response
