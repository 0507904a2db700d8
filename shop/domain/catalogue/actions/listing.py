"""Write the listing rows down: the one writer of listings and shelves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, delete, insert, select, update

from shop.domain.catalogue.actions import facet_values
from shop.domain.catalogue.actions.listing_rows import ListingRow, build_rows
from shop.domain.catalogue.models import Listing, Shelf
from shop.domain.catalogue.statuses import StockState
from shop.domain.settings.actions import SHOPFRONT
from shop.kernel import versions
from shop.kernel.db import session

_BATCH = 400
_SHELF_COLUMNS = (
    "price_minor", "popularity", "newest", "on_sale", "in_stock", "sizes", "colours", "tags",
)  # fmt: skip
_STOCK = (
    update(Listing)
    .where(Listing.product_id == bindparam("product"))
    .values(
        stock_state=bindparam("state"), left=bindparam("number"), in_stock=bindparam("any"),
        changed=bindparam("version"),
    )
    .execution_options(synchronize_session=False)
)  # fmt: skip
_SHELF_STOCK = (
    update(Shelf)
    .where(Shelf.product_id == bindparam("product"))
    .values(in_stock=bindparam("any"))
    .execution_options(synchronize_session=False)
)
_TOLD = select(Listing.product_id, Listing.stock_state, Listing.left).where(
    Listing.product_id.in_(bindparam("products", expanding=True))
)


def refresh(product_ids: Sequence[int]) -> None:
    """Write the listings of some products anew and move the shopfront version.

    Stock columns are kept: the inventory writes them, by `set_stocks`.
    """
    version = versions.bump(SHOPFRONT)
    bits = facet_values.Bits()
    for start in range(0, len(product_ids), _BATCH):
        _write(build_rows(product_ids[start : start + _BATCH], bits), version)


def _write(rows: Sequence[ListingRow], version: int) -> None:
    current, ids = session(), [row.product_id for row in rows]
    stock = {
        row.product_id: row
        for row in current.execute(
            select(Listing.product_id, Listing.in_stock, Listing.stock_state, Listing.left).where(
                Listing.product_id.in_(ids)
            )
        )
    }
    current.execute(delete(Listing).where(Listing.product_id.in_(ids)))
    current.execute(delete(Shelf).where(Shelf.product_id.in_(ids)))
    listings, shelves = [], []
    for row in rows:
        known = stock.get(row.product_id)
        columns = {name: getattr(row, name, False) for name in _SHELF_COLUMNS}
        state = known.stock_state if known else StockState.OUT
        if row.digital:
            state = StockState.IN
        columns["in_stock"] = state != StockState.OUT
        listings.append(
            columns
            | {
                "product_id": row.product_id,
                "published": row.published,
                "changed": version,
                "categories": row.categories,
                "card": row.card,
                "stock_state": state,
                "left": known.left if known else None,
            }
        )
        if row.published:
            shelves += [
                columns | {"category_id": category, "product_id": row.product_id}
                for category in row.categories
            ]
    if listings:
        current.execute(insert(Listing), listings)
    if shelves:
        current.execute(insert(Shelf), shelves)


def set_stocks(told: Mapping[int, tuple[StockState, int | None]]) -> bool:
    """Write down what shoppers are told about the stock of some products: state, and how many left.

    Moves the shopfront version; False, and nothing written, where all of it is as before.
    """
    here = session().connection()
    before = {row.product_id: row[1:] for row in here.execute(_TOLD, {"products": list(told)})}
    news = [number for number in sorted(before) if tuple(before[number]) != told[number]]
    if not news:
        return False
    version = versions.bump(SHOPFRONT)
    binds = [
        {
            "product": number, "state": state, "number": left,
            "any": state is not StockState.OUT, "version": version,
        }
        for number in news
        for state, left in (told[number],)
    ]  # fmt: skip
    here.execute(_STOCK, binds)
    out = {number for number in news if before[number][0] == StockState.OUT}
    turned = [one for one in binds if one["any"] == (one["product"] in out)]
    if turned:
        here.execute(_SHELF_STOCK, turned)
    return True
