"""gettext for templates: catalogue text is trusted HTML, what is filled in is escaped."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from shop.kernel.i18n import catalogue_for, current_locale


@lru_cache(maxsize=8192)
def _one(locale: str, message: str) -> Markup:
    return Markup(catalogue_for(locale).one(message))  # noqa: S704 - our own catalogues


@lru_cache(maxsize=8192)
def _many(locale: str, singular: str, plural: str, number: int) -> Markup:
    return Markup(catalogue_for(locale).many(singular, plural, number))  # noqa: S704 - as above


def gettext(message: str, **values: object) -> Markup:
    """Translate `message`; values are escaped as they are filled in."""
    text = _one(current_locale(), message)
    return text % values if values else text


def ngettext(singular: str, plural: str, number: int, **values: object) -> Markup:
    """Translate the form that fits `number`, which fills `%(n)s`."""
    return _many(current_locale(), singular, plural, number) % {"n": number, **values}


def forget() -> None:
    """Drop what is remembered; for tests that bring their own catalogue."""
    _one.cache_clear()
    _many.cache_clear()


def init_app(app: Flask) -> None:
    """Give templates `_` and `ngettext`."""
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
