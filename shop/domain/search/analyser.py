"""Turn text into words and their stems, the same way for what is indexed and for what is typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from shop.domain.search.stems import STOP_WORDS, stem
from shop.kernel.text import clean
from shop.kernel.text import fold as fold_case

QUERY_CHARACTERS = 200
QUERY_WORDS = 10
WORD_CHARACTERS = 40
"""Longer runs of letters are cut: nobody types them, and a tsvector lexeme has a limit."""

_WORD = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
_JOINERS = "-\u2010\u2011'\u2019\u02bc"
_UNITS = "ml|cl|dl|l|mg|g|kg|mm|cm|m|km|in|inch|ft|yd|oz|lb|w|v|ah|mah|wh|mb|gb|tb|po"
_GAP = "[ \u00a0\u202f]?"
_SIDES = rf"(\d+){_GAP}[xX\u00d7]{_GAP}(\d+)(?:{_GAP}(?i:mm|cm|m|in))?(?![^\W_])"
_MEASURE = rf"(\d+){_GAP}((?i:{_UNITS}))(?![^\W_])"
_NUMBERS = re.compile(rf"{_SIDES}|{_MEASURE}")
CHUNK = re.compile(
    # 500 ml, 150 x 200 cm: one word each, however they are spaced
    rf"{_SIDES}|{_MEASURE}"
    # T shirt: a lone letter belongs to the word behind it (not the words "a", "i", "o", "y")
    r"|(?<![^\W_])[b-hj-np-xzB-HJ-NP-XZ] [^\W\d_]{2,}"
    rf"|{_WORD}(?:[{_JOINERS}]{_WORD})*"
)
"""What counts as one stretch of text: a word, or several that may also be written as one."""

_HYPHENS = re.compile("[-\u2010\u2011 \u00a0\u202f]")
_ELISION = re.compile(
    "^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|presqu|quoiqu)['\u2019\u02bc](?=.)", re.IGNORECASE
)
_POSSESSIVE = re.compile("['\u2019\u02bc]s$", re.IGNORECASE)
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "\u00d7": "x"}
)


class Word(NamedTuple):
    """One word: as it stands in the text without case and accents, and its stem."""

    surface: str
    stem: str


class Part(NamedTuple):
    """A word and the stretch of its chunk that it came from."""

    start: int
    end: int
    word: Word


class Group(NamedTuple):
    """A chunk analysed: its words, and the one word they make when written together."""

    parts: tuple[Part, ...]
    joined: Word | None
    bare: str
    """The whole chunk folded, stop words and lone letters included."""
    numbers: tuple[Word, ...] = ()
    """The bare numbers of a measure; indexed beside it, never asked for in its place."""

    @property
    def is_single(self) -> bool:
        """Tell whether it comes down to one word at most."""
        return len(self.parts) <= 1


class Typed(NamedTuple):
    """A group of a query with its place in the typed text."""

    start: int
    end: int
    group: Group


def fold(text: str) -> str:
    """Case and accents off: `CRÈME` and `creme` become one; only letters and digits stay."""
    # forms such as the double-struck S become plain letters first, then lose their case
    bare = fold_case(unicodedata.normalize("NFKD", text)).translate(_LIGATURES)
    return "".join(character for character in bare if character.isalnum())


@lru_cache(maxsize=65_536)
def analyse(chunk: str) -> Group:
    """Give the words of one chunk (see `CHUNK`); remembered, because shops repeat themselves."""
    measure = _NUMBERS.fullmatch(chunk) if chunk[0].isdigit() else None
    if measure:
        return _measure(measure)
    parts, bare, start, pieces = [], [], 0, _HYPHENS.split(chunk)
    for piece in pieces:
        part = _part(piece, start)
        bare.append(part.word.surface)
        if _is_worth_a_word(piece, part.word.surface):
            parts.append(part)
        start += len(piece) + 1
    whole = "".join(bare)[:WORD_CHARACTERS]
    joined = _word(whole) if len(pieces) > 1 and whole else None
    return Group(tuple(parts), joined, whole)


def _measure(match: re.Match[str]) -> Group:
    wide, high, number, unit = match.groups()
    surface = f"{wide}x{high}" if wide else f"{number}{unit.lower()}"
    word = _word(surface[:WORD_CHARACTERS])
    numbers = tuple(_word(digits[:WORD_CHARACTERS]) for digits in (wide, high, number) if digits)
    return Group((Part(0, match.end(), word),), None, word.surface, numbers)


def _part(piece: str, start: int) -> Part:
    article = _ELISION.match(piece)
    begin = article.end() if article else 0
    tail = _POSSESSIVE.search(piece, begin + 1)
    end = tail.start() if tail else len(piece)
    return Part(start + begin, start + end, _word(fold(piece[begin:end])[:WORD_CHARACTERS]))


def _word(surface: str) -> Word:
    return Word(surface, stem(surface))


def _is_worth_a_word(piece: str, surface: str) -> bool:
    """Stop words are known by their accents (`thé` is tea); lone letters say little."""
    if len(surface) == 1 and not surface.isdigit():
        return False
    return unicodedata.normalize("NFC", piece).casefold() not in STOP_WORDS


def words(text: str) -> Iterator[Word]:
    """Every word of a text to be indexed: parts, what they make joined, numbers."""
    for match in CHUNK.finditer(unicodedata.normalize("NFC", text)):
        yield from _all(match.group())


@lru_cache(maxsize=65_536)
def _all(chunk: str) -> tuple[Word, ...]:
    group = analyse(chunk)
    joined = (group.joined,) if group.joined else ()
    return (*(part.word for part in group.parts), *joined, *group.numbers)


def read_query(text: str) -> tuple[str, list[Typed]]:
    """Return the text as it will be read (cut, one kind of spaces) and its groups."""
    text = " ".join(unicodedata.normalize("NFC", clean(text[:QUERY_CHARACTERS])).split())
    found = islice(CHUNK.finditer(text), QUERY_WORDS)
    return text, [Typed(match.start(), match.end(), analyse(match.group())) for match in found]
