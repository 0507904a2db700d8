"""The locale in force, gettext over Babel's catalogues, and picking one language of a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import c2py  # undocumented, the same since 2002: C's plural rule as a function
from pathlib import Path

SOURCE_LOCALE = "en"
Translated = Mapping[str, str]
_FOLDER = Path(__file__).parent.parent / "translations"
_locale: ContextVar[str] = ContextVar("locale", default=SOURCE_LOCALE)
_registered: dict[str, Catalogue] = {}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The messages of one language: source text to its forms, and which form a number takes."""

    messages: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]

    def one(self, message: str) -> str:
        """Return the translation of `message`, or itself."""
        forms = self.messages.get(message)
        return forms[0] if forms else message

    def many(self, singular: str, plural: str, number: int) -> str:
        """Return the form of a message that fits `number`."""
        forms = self.messages.get(singular)
        if not forms:
            return singular if number == 1 else plural
        return forms[min(self.plural(number), len(forms) - 1)]


_SOURCE = Catalogue({}, lambda number: int(number != 1))


def register_catalogue(locale: str, catalogue: Catalogue) -> None:
    """Set the catalogue of `locale`, instead of its file."""
    _registered[locale] = catalogue
    catalogue_for.cache_clear()


@cache
def catalogue_for(locale: str) -> Catalogue:
    """Return the catalogue of `locale`; a language without one reads in English."""
    if locale in _registered:
        return _registered[locale]
    file = _FOLDER / locale / "LC_MESSAGES" / "messages.po"
    if not file.is_file():
        return _SOURCE
    from babel.messages.pofile import read_po  # noqa: PLC0415 - costs 20 ms, once a language

    with file.open("rb") as source:
        entries = read_po(source, locale=locale)
    messages = {}
    for entry in entries:
        if not entry.id or entry.fuzzy:
            continue
        key = entry.id if isinstance(entry.id, str) else entry.id[0]
        string = entry.string or ""
        forms = (string,) if isinstance(string, str) else tuple(string)
        if all(forms):
            messages[key] = forms
    return Catalogue(messages, c2py(entries.plural_expr))


def current_locale() -> str:
    """Return the code of the language in force, such as `fr`."""
    return _locale.get()


def set_locale(code: str) -> None:
    """Set the language for the rest of this request, job or command."""
    _locale.set(code)


@contextmanager
def use_locale(code: str) -> Iterator[None]:
    """Set the language for a block."""
    mark = _locale.set(code)
    try:
        yield
    finally:
        _locale.reset(mark)


def gettext(message: str, **values: object) -> str:
    """Translate `message` into the language in force and fill its `%(name)s` places."""
    text = catalogue_for(_locale.get()).one(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """Translate the form that fits `number`; `%(n)s` is the number itself."""
    text = catalogue_for(_locale.get()).many(singular, plural, number)
    return text % {"n": number, **values}


_ = gettext


class LazyText:
    """A message that is translated each time it is read; for tables made at import."""

    __slots__ = ("_message",)

    def __init__(self, message: str) -> None:
        self._message = message

    def __str__(self) -> str:
        return gettext(self._message)

    def __repr__(self) -> str:
        return f"LazyText({self._message!r})"


def lazy(message: str) -> LazyText:
    """Mark `message` for translation when it is read."""
    return LazyText(message)


def pick(text: Translated | None, locale: str | None = None) -> str:
    """Return `text` in `locale` (the one in force), else in English, else in any language."""
    if not text:
        return ""
    return (
        text.get(locale or _locale.get())
        or text.get(SOURCE_LOCALE)
        or next((value for value in text.values() if value), "")
    )
