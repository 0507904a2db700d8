"""A product as search sees it: its words by the place where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shop.domain.search.analyser import words
from shop.domain.search.stems import stem


class Tier(StrEnum):
    """How near the heart of a product a word stands; each tier includes the one before it.

    The value is the letter put before a stem in the index, so that one index answers all three
    questions with plain words and neither database's column filters are needed.
    """

    NAME = "n"
    LABELS = "l"
    ANYWHERE = "a"


_TIERS = tuple(Tier)
_MARKUP = re.compile(r"\]\([^)]*\)|<[^>]*>|https?://\S+|&[a-z]+;|&#\d+;")


@dataclass(frozen=True, slots=True)
class Document:
    """Surface forms, each in the first place it was met: name, labels (tags, categories), body."""

    name: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    body: frozenset[str] = frozenset()

    @property
    def places(self) -> tuple[frozenset[str], ...]:
        """The three places, nearest first."""
        return self.name, self.labels, self.body

    @property
    def stored(self) -> dict[str, str]:
        """The columns of its row."""
        names = ("name", "labels", "body")
        return {
            name: " ".join(sorted(place)) for name, place in zip(names, self.places, strict=True)
        }

    @property
    def terms(self) -> str:
        """What the index holds of it: every stem with the letter of each tier that it answers."""
        terms = {
            tier + stem(word)
            for first, place in enumerate(self.places)
            for word in place
            for tier in _TIERS[first:]
        }
        return " ".join(sorted(terms))


def make_document(
    name: Iterable[str], labels: Iterable[str], body: Iterable[str], markdown: Iterable[str]
) -> Document:
    """Make a document of a product's texts, all languages together."""
    named = _surfaces(name)
    labelled = _surfaces(labels) - named
    told = _surfaces([*body, *(plain(text) for text in markdown)])
    return Document(named, labelled, told - named - labelled)


def _surfaces(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word.surface for text in texts for word in words(text))


def plain(markdown: str) -> str:
    """Take addresses and tags out of Markdown; its other marks are no letters anyway."""
    return _MARKUP.sub(" ", markdown)


def read_document(name: str, labels: str, body: str) -> Document:
    """Read a document back from its row."""
    return Document(frozenset(name.split()), frozenset(labels.split()), frozenset(body.split()))
