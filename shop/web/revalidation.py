"""Private pages that did not change are answered 304 before their view runs.

A page that visitors without a session share is, for one with a session or a cart, as old as the
shopfront, the cart, the language, theme and town, and the session itself: all of them are in its
tag. No page says more about the time than ten minutes can change.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app, g, make_response, request
from flask import session as kept_session

from shop.domain.settings.actions import SHOPFRONT
from shop.kernel import clock, versions
from shop.kernel.i18n import current_locale
from shop.web import htmx
from shop.web.access import current_access
from shop.web.csrf import has_session
from shop.web.customer_session import cart_named, current_cart
from shop.web.locale import current_theme
from shop.web.town import town_key

_SECONDS = 600
_ROOT = Path(__file__).resolve().parent.parent.parent
_SOURCES = ("shop/**/*.py", "shop/translations/**/*.po", "templates/**/*.html")


def _build(app: Flask) -> str:
    """Return what stands for the code that draws pages: another release draws them anew."""
    known: str | None = app.extensions.get("build")
    if known is None:
        latest = max(file.stat().st_mtime_ns for one in _SOURCES for file in _ROOT.glob(one))
        known = app.extensions["build"] = f"{latest}|{sorted(app.extensions['assets'].values())}"
    return known


def _tag() -> str:
    cookie = request.headers.get("Cookie", "")
    cart = current_cart()
    parts = (
        _build(current_app),
        versions.current(SHOPFRONT),
        current_locale(),
        current_theme(),
        town_key(cookie),
        (cart.public_id, cart.version, cart.town, cart.area) if cart else "",
        # With a message waiting the cookie is another one than without it.
        request.cookies.get(current_app.config["SESSION_COOKIE_NAME"], ""),
        (htmx.is_fragment(), htmx.target_id()),
        int(clock.now().timestamp()) // _SECONDS,
    )
    return sha256(repr(parts).encode()).hexdigest()[:24]


def mark(response: Response) -> None:
    """Put the tag of this request on its page, unless making it changed the session."""
    tag = g.get("private_tag")
    if tag and not kept_session.modified and "Set-Cookie" not in response.headers:
        response.set_etag(tag, weak=True)


def init_app(app: Flask) -> None:
    """Look at every private read of a shared page before its view runs."""

    @app.before_request
    def _look() -> Response | None:
        access = current_access()
        if request.method not in {"GET", "HEAD"} or access is None or not access.shared:
            return None
        if not has_session(app) and cart_named() is None:
            return None
        g.private_tag = _tag()
        if not request.if_none_match.contains_weak(g.private_tag):
            return None
        response = make_response("", 304)
        response.headers["Cache-Control"] = "private, no-cache"
        response.vary.update(("Cookie", "Accept-Language", *htmx.VARY))
        response.set_etag(g.private_tag, weak=True)
        return response
