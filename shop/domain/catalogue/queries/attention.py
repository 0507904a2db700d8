"""What of the catalogue needs somebody: sold out, running low, not published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from shop.domain.catalogue.models import Listing, Product
from shop.domain.catalogue.statuses import ProductStatus, StockState
from shop.kernel.db import session
from shop.kernel.i18n import Translated


@dataclass(frozen=True, slots=True)
class RunningOut:
    """A published product that is sold out, or of which few are left."""

    slug: str
    name: Translated
    left: int | None
    """How many whole units, where few are left."""


_BY_STATE = (
    select(Listing.stock_state, func.count())
    .where(
        Listing.published.is_(True),
        Listing.stock_state.in_([StockState.OUT, StockState.LOW]),
    )
    .group_by(Listing.stock_state)
)
_WANTED_FIRST = (
    select(Listing.card, Listing.left)
    .where(Listing.published.is_(True), Listing.stock_state == bindparam("state"))
    .order_by(Listing.popularity.desc(), Listing.product_id)
    .limit(bindparam("most"))
)
_BY_STATUS = select(Product.status, func.count()).group_by(Product.status)


def stock_counts() -> dict[StockState, int]:
    """Return how many published products are sold out, and how many run low."""
    return {StockState(state): number for state, number in session().execute(_BY_STATE)}


def running_out(state: StockState, most: int) -> Sequence[RunningOut]:
    """Return up to `most` published products in `state`, those shoppers want most first."""
    rows = session().execute(_WANTED_FIRST, {"state": state, "most": most})
    return [RunningOut(card["slug"], card["name"], left) for card, left in rows]


def status_counts() -> dict[ProductStatus, int]:
    """Return how many products there are in each status."""
    return {ProductStatus(status): number for status, number in session().execute(_BY_STATUS)}
