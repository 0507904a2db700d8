"""Read what there is to index: the texts of published products, a batch at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, union

from shop.domain.catalogue.models import (
    ROOT_PATH,
    Category,
    FacetValue,
    Option,
    OptionValue,
    Product,
    ProductCategory,
)
from shop.domain.catalogue.statuses import ProductStatus
from shop.domain.search.documents import Document, make_document
from shop.domain.search.models import SearchDocument
from shop.kernel.db import session
from shop.kernel.slugs import slugify

BATCH = 500
_COLUMNS = (Product.id, Product.name, Product.material, Product.description, Product.tags)
_PUBLISHED = select(*_COLUMNS).where(Product.status == ProductStatus.PUBLISHED)
_SOME = _PUBLISHED.where(Product.id.in_(bindparam("ids", expanding=True)))
_NEXT = _PUBLISHED.where(Product.id > bindparam("after")).order_by(Product.id).limit(BATCH)
_NEXT_IDS = (
    union(
        select(Product.id).where(
            Product.status == ProductStatus.PUBLISHED, Product.id > bindparam("after")
        ),
        select(SearchDocument.product_id).where(SearchDocument.product_id > bindparam("after")),
    )
    .order_by("id")
    .limit(BATCH)
)
_PLACES = select(ProductCategory.product_id, ProductCategory.category_id).where(
    ProductCategory.product_id.in_(bindparam("ids", expanding=True))
)
_VALUES = (
    select(Option.product_id, OptionValue.label, OptionValue.detail)
    .join(OptionValue, OptionValue.option_id == Option.id)
    .where(Option.product_id.in_(bindparam("ids", expanding=True)))
)
_CATEGORIES = select(Category.id, Category.parent_id, Category.path, Category.name)
_TAGS = select(FacetValue.code, FacetValue.label).where(FacetValue.kind == "tag")


def next_ids(after: int) -> list[int]:
    """Return the next products above an id that are published or were when last indexed."""
    return list(session().scalars(_NEXT_IDS, {"after": after}))


class Reader:
    """Makes documents of products; category names and tag labels are read once."""

    def __init__(self) -> None:
        self._categories = {row.id: row for row in session().execute(_CATEGORIES)}
        self._tags = {row.code: list(row.label.values()) for row in session().execute(_TAGS)}

    def some(self, product_ids: Sequence[int]) -> dict[int, Document]:
        """Return the documents of those of some products that are published; four statements."""
        return self._documents(session().execute(_SOME, {"ids": list(product_ids)}).all())

    def all(self) -> Iterator[dict[int, Document]]:
        """Return the documents of every published product in batches, by id."""
        after = 0
        while rows := session().execute(_NEXT, {"after": after}).all():
            yield self._documents(rows)
            after = rows[-1].id

    def _documents(self, rows: Sequence[Any]) -> dict[int, Document]:
        ids = {"ids": [row.id for row in rows]}
        labels: Mapping[int, list[str]] = defaultdict(list)
        for place in session().execute(_PLACES, ids) if rows else ():
            labels[place.product_id] += self._names_above(place.category_id)
        values: Mapping[int, list[str]] = defaultdict(list)
        for value in session().execute(_VALUES, ids) if rows else ():
            values[value.product_id] += [*value.label.values(), *(value.detail or {}).values()]
        return {
            row.id: make_document(
                name=row.name.values(),
                labels=[*labels[row.id], *self._tag_texts(row.tags)],
                body=[*row.material.values(), *values[row.id]],
                markdown=row.description.values(),
            )
            for row in rows
        }

    def _names_above(self, category_id: int | None) -> Iterator[str]:
        """Give the names of a category and of those it lies in, without the root's."""
        while category_id is not None:
            category = self._categories[category_id]
            if category.path != ROOT_PATH:
                yield from category.name.values()
            category_id = category.parent_id

    def _tag_texts(self, tags: Sequence[str] | None) -> Iterator[str]:
        for tag in tags or ():
            yield tag
            yield from self._tags.get(slugify(tag), ())
