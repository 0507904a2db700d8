"""Keep count of the documents that each word stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import bindparam, delete, insert, select, text

from shop.domain.search.documents import Document
from shop.domain.search.models import SearchWord
from shop.domain.search.stems import stem
from shop.kernel.db import session

Counts = dict[str, list[int]]
"""Words with three numbers: documents with it in the name, in name or labels, and anywhere."""

_MOST_PARAMETERS = 10_000
_ADD = text(
    "INSERT INTO search_words (word, stem, in_name, in_labels, anywhere)"
    " VALUES (:word, :stem, :in_name, :in_labels, :anywhere)"
    " ON CONFLICT (word) DO UPDATE SET in_name = search_words.in_name + excluded.in_name,"
    " in_labels = search_words.in_labels + excluded.in_labels,"
    " anywhere = search_words.anywhere + excluded.anywhere"
)
_KNOWN = select(SearchWord.word).where(SearchWord.word.in_(bindparam("words", expanding=True)))
_UNUSED = (
    delete(SearchWord)
    .where(SearchWord.word.in_(bindparam("words", expanding=True)), SearchWord.anywhere <= 0)
    .returning(SearchWord.word)
    .execution_options(synchronize_session=False)
)


def no_counts() -> Counts:
    """Return counts that begin at nought for every word."""
    return defaultdict(lambda: [0, 0, 0])


def count(counts: Counts, documents: Iterable[Document], by: int) -> None:
    """Add `by` for every word of every document."""
    for document in documents:
        for place, words in enumerate(document.places):
            for word in words:
                tally = counts[word]
                for tier in range(place, 3):
                    tally[tier] += by


def add(counts: Counts) -> bool:
    """Add differences to what is stored; tell whether the shop gained or lost a word by it."""
    current = session()
    changed = {word: tally for word, tally in counts.items() if any(tally)}
    words = list(changed)
    known = sum(len(current.execute(_KNOWN, {"words": some}).all()) for some in _cut(words))
    if changed:
        current.execute(_ADD, _rows(changed))
    fewer = [word for word in words if changed[word][2] < 0]
    lost = sum(len(current.execute(_UNUSED, {"words": some}).all()) for some in _cut(fewer))
    return lost > 0 or known < len(words)


def replace(counts: Counts) -> None:
    """Store these and forget all others."""
    session().execute(delete(SearchWord))
    if counts:
        session().execute(insert(SearchWord), _rows(counts))


def _cut(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Both databases bound the number of parameters of a statement."""
    return (
        words[start : start + _MOST_PARAMETERS] for start in range(0, len(words), _MOST_PARAMETERS)
    )


def _rows(counts: Counts) -> list[dict[str, object]]:
    """Make the rows in one order, so that two writers cannot lock words crosswise."""
    return [
        {
            "word": word,
            "stem": stem(word),
            "in_name": tally[0],
            "in_labels": tally[1],
            "anywhere": tally[2],
        }
        for word, tally in sorted(counts.items())
    ]
