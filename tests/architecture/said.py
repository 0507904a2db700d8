"""The words that a page may hold beside translated ones: the shop's own content, and formats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import select

from shop.kernel.db import session
from shop.kernel.formatting import SYMBOLS
from shop.kernel.model import Base
from shop.storefront.context import LANGUAGE_NAMES

_LETTERS = re.compile(r"[^\W\d_]{2,}")
# Units are the same everywhere.
_FORMATS = ("cm", "kg", *SYMBOLS.values(), *LANGUAGE_NAMES.values())


def words_of(text: str) -> set[str]:
    """Return the words of a text, in small letters."""
    return {word.lower() for word in _LETTERS.findall(text)}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def words_said_by_the_shop() -> set[str]:
    """Return every word in the database, and those of currencies, units and language names."""
    words = {word for text in _FORMATS for word in words_of(text)}
    for table in Base.metadata.sorted_tables:
        for row in session().execute(select(table)):
            words |= {word for text in _strings(tuple(row)) for word in words_of(text)}
    session().rollback()
    return words
