"""Category pages: filtered, sorted, paged by key; one statement a page."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, bindparam, select, tuple_

from shop.domain.catalogue.models import Listing, Shelf
from shop.domain.catalogue.queries.filters import Bands, Filters, conditions
from shop.kernel.db import read
from shop.kernel.paging import Page, decode_cursor, encode_cursor
from shop.kernel.stored_json import as_text, parsed

PAGE_SIZE = 24


class Sort(StrEnum):
    """The orders a list can have."""

    POPULAR = "popular"
    NEWEST = "newest"
    PRICE_UP = "price"
    PRICE_DOWN = "-price"


_COLUMN = {
    Sort.POPULAR: ("popularity", True),
    Sort.NEWEST: ("newest", True),
    Sort.PRICE_UP: ("price_minor", False),
    Sort.PRICE_DOWN: ("price_minor", True),
}


class Listed(NamedTuple):
    """A product as a card needs it; `card` is what its listing wrote down."""

    product_id: int
    card: dict[str, Any]
    stock_state: str
    left: int | None


def _listed(product_id: int, card: str, stock_state: str, left: int | None) -> Listed:
    return Listed(product_id, parsed(card), stock_state, left)


@cache
def _statement(
    sort: Sort, shape: Filters, bounds: Bands, *, resumed: bool
) -> Select[*tuple[Any, ...]]:
    """Return the statement for lists of one shape; building it costs more than running it."""
    name, down = _COLUMN[sort]
    column = getattr(Shelf, name)
    statement = (
        select(
            Shelf.product_id,
            as_text(Listing.card),
            Listing.stock_state,
            Listing.left,
            column.label("key"),
        )
        .join(Listing, Listing.product_id == Shelf.product_id)
        .where(Shelf.category_id == bindparam("category"), *conditions(shape, bounds, Shelf))
        .order_by(
            column.desc() if down else column, Shelf.product_id.desc() if down else Shelf.product_id
        )
        .limit(bindparam("most"))
    )
    if resumed:
        key = tuple_(column, Shelf.product_id)
        last = tuple_(bindparam("key", type_=BigInteger), bindparam("last", type_=BigInteger))
        statement = statement.where(key < last if down else key > last)
    return statement


def products_of(
    category_id: int,
    filters: Filters,
    bounds: Bands,
    *,
    sort: Sort = Sort.POPULAR,
    cursor: str = "",
    size: int = PAGE_SIZE,
) -> Page[Listed]:
    """Return a page of the products on a category's shelf; a bad cursor is the first page."""
    key = decode_cursor(cursor, 2)
    binds: dict[str, Any] = {"category": category_id, "most": size + 1, **filters.binds}
    if key is not None:
        binds |= {"key": key[0], "last": key[1]}
    statement = _statement(sort, filters.shape, bounds, resumed=key is not None)
    rows = read(statement, binds).all()
    items = [_listed(*row[:4]) for row in rows[:size]]
    more = len(rows) > size
    after = encode_cursor((rows[size - 1][4], rows[size - 1][0])) if more else None
    return Page(items, after)


_BY_ID = select(Listing.product_id, as_text(Listing.card), Listing.stock_state, Listing.left).where(
    Listing.product_id.in_(bindparam("ids", expanding=True)), Listing.published.is_(True)
)


def cards_of(product_ids: Sequence[int]) -> list[Listed]:
    """Return published products in the order of `product_ids`."""
    if not product_ids:
        return []
    found = {row[0]: _listed(*row) for row in read(_BY_ID, {"ids": list(product_ids)})}
    return [found[product_id] for product_id in product_ids if product_id in found]


_RELATED = (
    select(Shelf.product_id, as_text(Listing.card), Listing.stock_state, Listing.left)
    .join(Listing, Listing.product_id == Shelf.product_id)
    .where(Shelf.category_id == bindparam("category"), Shelf.product_id != bindparam("product"))
    .order_by(Shelf.popularity.desc(), Shelf.product_id.desc())
    .limit(bindparam("most"))
)


def related_to(product_id: int, category_id: int | None, most: int) -> list[Listed]:
    """Return the most popular neighbours of a product in one category."""
    if category_id is None:
        return []
    binds = {"category": category_id, "product": product_id, "most": most}
    return [_listed(*row) for row in read(_RELATED, binds).all()]
