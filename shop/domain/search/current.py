"""The vocabulary of this process, kept until the index gains or loses a word."""

from __future__ import annotations

from sqlalchemy import func, select

from shop.domain.catalogue.models import ROOT_PATH, Category, Shelf
from shop.domain.search.models import SearchWord
from shop.domain.search.vocabulary import Entry, Vocabulary
from shop.kernel.db import session
from shop.kernel.versions import Remembered

SEARCH = "search"
"""The version that moves when a word enters or leaves the shop; counts may lag behind it."""

_WORDS = select(
    SearchWord.word, SearchWord.stem, SearchWord.in_name, SearchWord.in_labels, SearchWord.anywhere
)
_ON_SHELVES = (
    select(func.count())
    .select_from(Shelf)
    .where(
        Shelf.category_id == select(Category.id).where(Category.path == ROOT_PATH).scalar_subquery()
    )
)


def _load() -> Vocabulary:
    rows = session().execute(_WORDS)
    entries = [Entry(*row) for row in rows]
    return Vocabulary(entries, documents=session().execute(_ON_SHELVES).scalar_one())


vocabulary = Remembered(SEARCH, _load)
