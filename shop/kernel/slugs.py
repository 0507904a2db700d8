"""Slugs: the readable part of an address."""

from __future__ import annotations

import re
from collections.abc import Callable

from shop.kernel.text import fold

_OTHER = re.compile(r"[^a-z0-9]+")
MAX_LENGTH = 80


def slugify(text: str) -> str:
    """Return a lowercase ASCII slug of at most 80 characters; `item` where nothing is left."""
    return _OTHER.sub("-", fold(text)).strip("-")[:MAX_LENGTH].strip("-") or "item"


def unique_slug(text: str, taken: Callable[[str], bool]) -> str:
    """Return a slug for `text`, numbered from 2 while `taken` says it is in use."""
    base = slugify(text)
    slug, number = base, 2
    while taken(slug):
        slug, number = f"{base[: MAX_LENGTH - 4]}-{number}", number + 1
    return slug
