"""Keep the index in step with the catalogue, and the log of searches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, text

from shop.domain.search.current import SEARCH
from shop.domain.search.documents import Document, read_document
from shop.domain.search.index import Terms, index_for
from shop.domain.search.models import SearchDocument, SearchLogEntry, SearchWord
from shop.domain.search.sources import BATCH, Reader
from shop.domain.search.stems import stem
from shop.kernel import versions
from shop.kernel.db import session

Counts = dict[str, list[int]]
_STORED = select(
    SearchDocument.product_id, SearchDocument.name, SearchDocument.labels, SearchDocument.body
).where(SearchDocument.product_id.in_(bindparam("ids", expanding=True)))
_FORGET = (
    delete(SearchDocument)
    .where(SearchDocument.product_id.in_(bindparam("ids", expanding=True)))
    .execution_options(synchronize_session=False)
)
_COUNT = text(
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
_WORDS = 10_000


@dataclass(frozen=True, slots=True)
class Searched:
    """One search for the log; `words` and `unmatched` are folded and hold no more than was typed."""

    words: str
    unmatched: str
    results: int
    took_ms: int
    locale: str
    at: datetime


def index_product(product_id: int) -> None:
    """Bring one product's words up to date; a product that is not published is taken out."""
    index_products([product_id])


def remove_product(product_id: int) -> None:
    """Take a product out of the index, also one that no longer exists."""
    _replace(_stored([product_id]), {})


def index_products(product_ids: Sequence[int]) -> None:
    """Bring the words of some products up to date; nothing is written where nothing changed."""
    reader = Reader()
    for start in range(0, len(product_ids), BATCH):
        ids = product_ids[start : start + BATCH]
        before, after = _stored(ids), reader.some(ids)
        same = {key for key, document in after.items() if before.get(key) == document}
        _replace(
            {key: document for key, document in before.items() if key not in same},
            {key: document for key, document in after.items() if key not in same},
        )


def _stored(product_ids: Sequence[int]) -> dict[int, Document]:
    rows = session().execute(_STORED, {"ids": list(product_ids)})
    return {row.product_id: read_document(row.name, row.labels, row.body) for row in rows}


def _replace(before: Mapping[int, Document], after: Mapping[int, Document]) -> None:
    if not before and not after:
        return
    current = session()
    if before:
        current.execute(_FORGET, {"ids": list(before)})
    _store(after)
    connection = current.connection()
    index_for(connection.dialect.name).put(connection, _terms(before), _terms(after))
    counts: Counts = defaultdict(lambda: [0, 0, 0])
    _count(counts, before.values(), -1)
    _count(counts, after.values(), 1)
    if _write_counts(counts):
        versions.bump(SEARCH)


def _store(documents: Mapping[int, Document]) -> None:
    if documents:
        rows = [{"product_id": key, **document.stored} for key, document in documents.items()]
        session().execute(insert(SearchDocument), rows)


def _terms(documents: Mapping[int, Document]) -> Terms:
    return {product_id: document.terms for product_id, document in documents.items()}


def _count(counts: Counts, documents: Iterable[Document], by: int) -> None:
    for document in documents:
        for word, place in document.counted():
            tally = counts[word]
            for tier in range(place, 3):
                tally[tier] += by


def _write_counts(counts: Counts) -> bool:
    """Add to how common words are; tell whether the shop gained or lost a word by it."""
    current = session()
    changed = {word: tally for word, tally in counts.items() if any(tally)}
    # in one order, so that two writers cannot lock words crosswise
    words = sorted(changed)
    known = sum(len(current.execute(_KNOWN, {"words": some}).all()) for some in _cut(words))
    if changed:
        current.execute(_COUNT, _word_rows(changed))
    fewer = [word for word in words if changed[word][2] < 0]
    lost = sum(len(current.execute(_UNUSED, {"words": some}).all()) for some in _cut(fewer))
    return lost > 0 or known < len(words)


def _cut(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Both databases bound the number of parameters of a statement."""
    return (words[start : start + _WORDS] for start in range(0, len(words), _WORDS))


def _word_rows(counts: Counts) -> list[dict[str, object]]:
    return [
        {"word": word, "stem": stem(word), "in_name": n, "in_labels": l, "anywhere": a}
        for word, (n, l, a) in sorted(counts.items())
    ]


def rebuild(progress: Callable[[int], None] = lambda done: None) -> int:
    """Index every published product anew in the caller's unit; returns how many there are.

    Batches stream through: only the vocabulary is held. `progress` hears the number done so far.
    """
    current = session()
    counts: Counts = defaultdict(lambda: [0, 0, 0])
    done = 0

    def batches() -> Iterator[Terms]:
        nonlocal done
        for documents in Reader().all():
            _store(documents)
            _count(counts, documents.values(), 1)
            done += len(documents)
            progress(done)
            yield _terms(documents)

    current.execute(delete(SearchDocument))
    current.execute(delete(SearchWord))
    connection = current.connection()
    index_for(connection.dialect.name).replace_all(connection, batches())
    if counts:
        current.execute(insert(SearchWord), _word_rows(counts))
    versions.bump(SEARCH)
    return done


def log_searches(entries: Iterable[Searched]) -> None:
    """Write buffered searches down in one statement."""
    rows = [asdict(entry) for entry in entries]
    if rows:
        session().execute(insert(SearchLogEntry), rows)
