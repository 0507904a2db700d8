"""Language and theme of a request: chosen by a cookie, else by `Accept-Language`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie

from flask import Flask, request
from werkzeug.wrappers import Response

from shop.kernel.i18n import set_locale

LANGUAGE_COOKIE = "duka_language"
THEME_COOKIE = "duka_theme"
THEMES = ("system", "light", "dark")
_YEAR = 365 * 24 * 3600


@lru_cache(maxsize=1024)
def accepted(header: str, languages: Sequence[str]) -> str:
    """Return the best of `languages` for an `Accept-Language` header (RFC 9110, 12.5.4)."""
    wishes = []
    for position, part in enumerate(header[:200].split(",")):
        tag, _, parameter = part.partition(";")
        name, _, weight = parameter.strip().partition("=")
        try:
            quality = float(weight) if name.strip() == "q" else 1.0
        except ValueError:
            quality = 0.0
        wishes.append((-quality, position, tag.strip().lower().partition("-")[0]))
    for negative, _position, tag in sorted(wishes):
        if negative < 0 and tag in languages:
            return tag
    return languages[0]


@lru_cache(maxsize=1024)
def cookies_of(header: str) -> dict[str, str]:
    """Return the cookies of a header; none where it cannot be read."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def preferences(cookie: str, accept_language: str, languages: Sequence[str]) -> tuple[str, str]:
    """Return (language, theme) of a request from its two headers."""
    chosen = cookies_of(cookie) if cookie else {}
    language = chosen.get(LANGUAGE_COOKIE, "")
    theme = chosen.get(THEME_COOKIE, "")
    return (
        language if language in languages else accepted(accept_language, tuple(languages)),
        theme if theme in THEMES else THEMES[0],
    )


def current_theme() -> str:
    """Return the theme this visitor chose: `system`, `light` or `dark`."""
    theme = request.cookies.get(THEME_COOKIE, "")
    return theme if theme in THEMES else THEMES[0]


def remember(response: Response, name: str, value: str, *, secure: bool) -> None:
    """Keep a choice for a year."""
    response.set_cookie(name, value, max_age=_YEAR, secure=secure, httponly=True, samesite="Lax")


def init_app(app: Flask, languages: Sequence[str]) -> None:
    """Set the language of every request before its view runs."""

    @app.before_request
    def _choose() -> None:
        language, _theme = preferences(
            request.headers.get("Cookie", ""), request.headers.get("Accept-Language", ""), languages
        )
        set_locale(language)
