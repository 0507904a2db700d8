"""Find products for a text: ranked ids, how many, and what the filters would show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter

from sqlalchemy import bindparam, select

from shop.domain.catalogue.models import ROOT_PATH, Category, Shelf, Variant
from shop.domain.catalogue.queries.facets import FacetIndex, facet_index
from shop.domain.catalogue.queries.filters import Filters
from shop.domain.catalogue.queries.listing import PAGE_SIZE, Sort
from shop.domain.search.actions import Searched
from shop.domain.search.current import vocabulary
from shop.domain.search.plan import Plan, make_plan
from shop.domain.search.queries.ranking import ranked
from shop.kernel import clock
from shop.kernel.db import session

CAP = 300
"""Counting stops here: more is shown as “300+”."""
PAGES = 20
"""Ranked results are paged by a bounded offset: after this many pages a search wants refining."""
_NO_FILTERS = Filters()
_LOGGED = 500

_BY_SKU = (
    select(Variant.product_id, Variant.public_id)
    .join(Shelf, Shelf.product_id == Variant.product_id)
    .join(Category, Category.id == Shelf.category_id)
    .where(Variant.sku.in_(bindparam("skus", expanding=True)), Category.path == ROOT_PATH)
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. `ids` are one page; with `more`, `count` reads “300+”."""

    plan: Plan
    ids: tuple[int, ...]
    count: int
    more: bool
    next_offset: int | None
    """Where “Show 24 more” goes on; nothing at the end."""
    variant: str | None
    """The public id of the variant whose SKU was typed; its product is the first."""
    within: tuple[int, ...]
    """What facets are counted over: without filters, up to the cap, and those found."""
    took_ms: int

    def facets(self) -> FacetIndex:
        """Return the facet index as if the shop held only these products."""
        return narrowed(facet_index(), self.within)

    def entry(self, locale: str) -> Searched:
        """Return the line for the search log."""
        return Searched(
            words=self.plan.words[:_LOGGED],
            unmatched=" ".join(self.plan.unmatched)[:_LOGGED],
            results=self.count,
            took_ms=self.took_ms,
            locale=locale,
            at=clock.now(),
        )


def find(
    text: str,
    filters: Filters = _NO_FILTERS,
    *,
    sort: Sort | None = None,
    offset: int = 0,
    limit: int = PAGE_SIZE,
) -> Found:
    """Search published products; any text, offset or filter is answered, never refused."""
    started = perf_counter()
    plan = make_plan(text, vocabulary())
    furthest = (PAGES - 1) * limit
    offset = max(0, min(offset, furthest))
    most = max(CAP, offset + limit) + 1
    everything = ranked(plan.slots, _NO_FILTERS, sort, most)
    found = _narrowed_down(plan, everything, filters, sort, most) if filters.active else everything
    by_sku = None if filters.active else _by_sku(plan.text)
    if by_sku:
        found = [by_sku[0], *(product_id for product_id in found if product_id != by_sku[0])]
    page = found[offset : offset + limit]
    following = offset + limit
    goes_on = len(found) > following and following <= furthest
    return Found(
        plan=plan,
        ids=tuple(page),
        count=min(len(found), CAP),
        more=len(found) > CAP,
        next_offset=following if goes_on else None,
        variant=by_sku[1] if by_sku else None,
        within=tuple(dict.fromkeys((*everything[:CAP], *found[:CAP]))),
        took_ms=round((perf_counter() - started) * 1000),
    )


def _narrowed_down(
    plan: Plan, everything: list[int], filters: Filters, sort: Sort | None, most: int
) -> list[int]:
    """Filter in memory what is all there; else the filters go into the SQL, before the cap."""
    if len(everything) >= most:
        return ranked(plan.slots, filters, sort, most)
    index = facet_index()
    chosen = index.matching(None, filters)
    places = index.positions
    return [key for key in everything if key in places and chosen >> places[key] & 1]


def _by_sku(text: str) -> tuple[int, str] | None:
    """Find the variant of a typed SKU; only what holds a digit and no space can be one."""
    if " " in text or not any(character.isdigit() for character in text):
        return None
    row = session().execute(_BY_SKU, {"skus": [text, text.upper()]}).first()
    return (row.product_id, row.public_id) if row else None


def narrowed(index: FacetIndex, product_ids: tuple[int, ...]) -> FacetIndex:
    """Return a facet index that knows only these products; bits keep their positions."""
    size = len(index.positions) // 8 + 1
    marks = bytearray(size)
    for product_id in product_ids:
        position = index.positions.get(product_id)
        if position is not None:
            marks[position >> 3] |= 1 << (position & 7)
    kept = int.from_bytes(marks, "little")
    return replace(index, bits={key: bits & kept for key, bits in index.bits.items()})
