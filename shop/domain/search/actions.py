"""Keep the index in step with the catalogue, and the log of searches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import insert

from shop.domain.search import frequencies, stored
from shop.domain.search.current import SEARCH
from shop.domain.search.documents import Document
from shop.domain.search.index import Terms, index_for
from shop.domain.search.models import SearchLogEntry
from shop.domain.search.sources import BATCH, Reader, next_ids
from shop.kernel import versions
from shop.kernel.db import session


@dataclass(frozen=True, slots=True)
class Searched:
    """One search for the log; its words are folded and no more than what was typed."""

    words: str
    unmatched: str
    results: int
    took_ms: int
    locale: str
    at: datetime


def index_product(product_id: int) -> None:
    """Bring one product's words up to date; a product that is not published is taken out."""
    index_products([product_id])


def index_products(product_ids: Sequence[int]) -> None:
    """Bring the words of some products up to date; nothing is written where nothing changed."""
    reader = Reader()
    for start in range(0, len(product_ids), BATCH):
        ids = product_ids[start : start + BATCH]
        before, after = stored.read(ids), reader.some(ids)
        same = {key for key, document in after.items() if before.get(key) == document}
        _replace(
            {key: document for key, document in before.items() if key not in same},
            {key: document for key, document in after.items() if key not in same},
        )


def remove_product(product_id: int) -> None:
    """Take a product out of the index, also one that no longer exists."""
    _replace(stored.read([product_id]), {})


def index_next(after: int = 0) -> int | None:
    """Bring the next batch by id up to date; returns where to go on, None at the end.

    For a live shop: a unit of work for each call, so that nobody waits for the whole index.
    """
    ids = next_ids(after)
    index_products(ids)
    return ids[-1] if ids else None


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Index every published product anew in the caller's unit; returns how many there are.

    Batches stream through: only the vocabulary is held. `progress` hears the number done so far.
    """
    counts, done = frequencies.no_counts(), 0

    def batches() -> Iterator[Terms]:
        nonlocal done
        for documents in Reader().all():
            stored.add(documents)
            frequencies.count(counts, documents.values(), 1)
            done += len(documents)
            if progress:
                progress(done)
            yield _terms(documents)

    stored.forget_all()
    connection = session().connection()
    index_for(connection.dialect.name).replace_all(connection, batches())
    frequencies.replace(counts)
    versions.bump(SEARCH)
    return done


def _replace(before: Mapping[int, Document], after: Mapping[int, Document]) -> None:
    if not before and not after:
        return
    stored.forget(before)
    stored.add(after)
    connection = session().connection()
    index_for(connection.dialect.name).put(connection, _terms(before), _terms(after))
    counts = frequencies.no_counts()
    frequencies.count(counts, before.values(), -1)
    frequencies.count(counts, after.values(), 1)
    if frequencies.add(counts):
        versions.bump(SEARCH)


def _terms(documents: Mapping[int, Document]) -> Terms:
    return {product_id: document.terms for product_id, document in documents.items()}


def log_searches(entries: Iterable[Searched]) -> None:
    """Write buffered searches down in one statement."""
    rows = [asdict(entry) for entry in entries]
    if rows:
        session().execute(insert(SearchLogEntry), rows)
