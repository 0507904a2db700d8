"""The documents as they were last indexed: what the index must be told to take them out."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, delete, insert, select

from shop.domain.search.documents import Document, read_document
from shop.domain.search.models import SearchDocument
from shop.kernel.db import session

_SOME = select(
    SearchDocument.product_id, SearchDocument.name, SearchDocument.labels, SearchDocument.body
).where(SearchDocument.product_id.in_(bindparam("ids", expanding=True)))
_FORGET = (
    delete(SearchDocument)
    .where(SearchDocument.product_id.in_(bindparam("ids", expanding=True)))
    .execution_options(synchronize_session=False)
)


def read(product_ids: Collection[int]) -> dict[int, Document]:
    """Return the stored documents of some products."""
    rows = session().execute(_SOME, {"ids": list(product_ids)})
    return {row.product_id: read_document(row.name, row.labels, row.body) for row in rows}


def add(documents: Mapping[int, Document]) -> None:
    """Store documents of products that have none."""
    if documents:
        rows = [{"product_id": key, **document.stored} for key, document in documents.items()]
        session().execute(insert(SearchDocument), rows)


def forget(product_ids: Collection[int]) -> None:
    """Remove the documents of some products."""
    if product_ids:
        session().execute(_FORGET, {"ids": list(product_ids)})


def forget_all() -> None:
    """Remove every document."""
    session().execute(delete(SearchDocument))
