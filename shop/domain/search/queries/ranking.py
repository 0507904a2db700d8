"""Ids of the products that answer a plan, ranked by tier, popularity and id; the same everywhere.

How many products hold a word is known beforehand, so the cheapest of three ways can be taken. They
give the same rows; only their cost differs (measured with 100,000 products).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, bindparam, case, select

from shop.domain.catalogue.models import Shelf
from shop.domain.catalogue.queries.facets import facet_index, settings
from shop.domain.catalogue.queries.filters import Filters, conditions
from shop.domain.catalogue.queries.listing import Sort
from shop.domain.catalogue.queries.navigation import tree
from shop.domain.search.current import vocabulary
from shop.domain.search.documents import Tier
from shop.domain.search.index import Condition, index_for
from shop.domain.search.plan import Slot
from shop.domain.search.vocabulary import Frequency, Vocabulary
from shop.kernel.db import dialect_name, session

_FEW = 500
"""This many products are always quickest fetched and sorted."""
_ROWS_PER_LOOKUP = 20
"""How many shelf rows can be walked past in the time of one look-up."""
_PROBES_PER_ROW = 3
_TIERS = (Tier.NAME, Tier.LABELS, Tier.ANYWHERE)


class _Way(StrEnum):
    GATHER = "few products answer: fetch all, with their tier, and sort"
    SIFT = "many answer: collect their ids, walk the shelf in order past those without"
    PROBE = "nearly all answer: walk the shelf in order and ask each product"


_statements: dict[tuple[object, ...], Select[Any]] = {}


def ranked(slots: Sequence[Slot], filters: Filters, sort: Sort | None, most: int) -> list[int]:
    """Return at most so many ids; `sort` None is by relevance. One statement, three when common."""
    root = tree().root
    if not slots or root is None:
        return []
    words, index = vocabulary(), index_for(dialect_name())
    few = _few(filters, most, words)
    shelves = sorted(filters.categories) or [root.id]
    filters = replace(filters, categories=frozenset())
    binds: dict[str, Any] = {"shelves": shelves, "most": most, **filters.binds}
    binds |= {str(tier): index.match(slots, tier) for tier in _TIERS}
    if _at_most(slots, words, Tier.ANYWHERE) <= few:
        return _run(_Way.GATHER, None, filters, sort, binds)
    found: dict[int, None] = {}
    for tier in _TIERS if sort is None else _TIERS[-1:]:
        way = _way(_expected(slots, words, tier), most, few, words)
        found |= dict.fromkeys(_run(way, tier, filters, sort, binds))
        if len(found) >= most:
            break
    return list(found)[:most]


def names_only(slots: Sequence[Slot], most: int) -> list[int]:
    """Return the ids of the most popular products with all words in their names."""
    root = tree().root
    if not slots or root is None:
        return []
    words, index = vocabulary(), index_for(dialect_name())
    few = _few(Filters(), most, words)
    way = _way(_expected(slots, words, Tier.NAME), most, few, words)
    binds = {"shelves": [root.id], "most": most, "n": index.match(slots, Tier.NAME)}
    return _run(way, Tier.NAME, Filters(), None, binds)


def _few(filters: Filters, most: int, words: Vocabulary) -> int:
    """How many answers are cheaper to fetch than to meet while walking along the shelves.

    The rarer the products that pass the filters, the longer the walk; at worst it is the whole.
    """
    every = rows = passing = max(words.documents, 1)
    if filters.active:
        index = facet_index()
        passing = max(index.matching(None, filters).bit_count(), 1)
        shelves = Filters(categories=filters.categories)
        rows = index.matching(None, shelves).bit_count() if filters.categories else every
    walk = min(rows, math.isqrt(most * every * rows * _ROWS_PER_LOOKUP // passing))
    return max(min(_FEW, most), walk // _ROWS_PER_LOOKUP)


def _run(
    way: _Way, tier: Tier | None, filters: Filters, sort: Sort | None, binds: dict[str, Any]
) -> list[int]:
    bounds, several = settings().price_bounds if filters.bands else (), len(binds["shelves"]) > 1
    key = (dialect_name(), way, tier, sort, filters.shape, bounds, several)
    statement = _statements.get(key)
    if statement is None:
        parts = conditions(filters, bounds, Shelf)
        statement = _statements[key] = _build(way, tier, parts, sort, several=several)
    binds = binds if several else binds | {"shelf": binds["shelves"][0]}
    return list(session().scalars(statement, binds))


def _build(
    way: _Way, tier: Tier | None, parts: list[Condition], sort: Sort | None, *, several: bool
) -> Select[Any]:
    """Write the statement; several shelves may hold a product twice, hence DISTINCT."""
    index, product_id = index_for(dialect_name()), Shelf.product_id
    form = {
        _Way.GATHER: index.gathered,
        _Way.SIFT: index.among,
        _Way.PROBE: index.answers,
    }[way]
    order = list(_ORDER[sort or Sort.POPULAR])
    columns = [column for column, _ in order]
    by = [column.desc() if down else column.asc() for column, down in order]
    if tier is None and sort is None:
        nearness = case(
            *(
                (product_id.in_(index.matching(near)), place)
                for place, near in enumerate(_TIERS[:-1])
            ),
            else_=len(_TIERS),
        ).label("nearness")
        columns.append(nearness)
        by.insert(0, nearness.asc())
    # when gathering, no index may offer the shelf in order: SQLite would walk all of it
    category = Shelf.category_id + 0 if way is _Way.GATHER else Shelf.category_id
    shelf = (
        category.in_(bindparam("shelves", expanding=True))
        if several
        else category == bindparam("shelf")
    )
    answers = form(product_id.expression, tier or Tier.ANYWHERE)
    statement = select(product_id, *columns).where(shelf, answers, *parts)
    statement = statement.distinct() if several else statement
    return statement.order_by(*by).limit(bindparam("most"))


def _keys(column: Any, *, down: bool) -> tuple[tuple[Any, bool], ...]:
    return (column, down), (Shelf.product_id, down)


_ORDER = {
    Sort.POPULAR: _keys(Shelf.popularity, down=True),
    Sort.NEWEST: _keys(Shelf.newest, down=True),
    Sort.PRICE_UP: _keys(Shelf.price_minor, down=False),
    Sort.PRICE_DOWN: _keys(Shelf.price_minor, down=True),
}


def _holding(slot: Slot, words: Vocabulary, tier: Tier) -> int:
    def rarest(stems: tuple[str, ...]) -> int:
        return min(_count(words.frequency(stem), tier) for stem in stems)

    return sum(rarest(stems) for stems in slot.alternatives)


def _count(frequency: Frequency, tier: Tier) -> int:
    return frequency[_TIERS.index(tier)]


def _at_most(slots: Sequence[Slot], words: Vocabulary, tier: Tier) -> int:
    return min(_holding(slot, words, tier) for slot in slots)


def _expected(slots: Sequence[Slot], words: Vocabulary, tier: Tier) -> float:
    """How many products hold all words, if words keep no company."""
    every = max(words.documents, 1)
    return every * math.prod(min(1.0, _holding(slot, words, tier) / every) for slot in slots)


def _way(expected: float, most: int, few: int, words: Vocabulary) -> _Way:
    if expected <= few:
        return _Way.GATHER
    if expected < math.isqrt(_PROBES_PER_ROW * most * words.documents):
        return _Way.SIFT
    return _Way.PROBE
