"""Suggest products and categories while somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import bindparam, select

from shop.domain.catalogue.models import Product
from shop.domain.catalogue.queries.navigation import tree
from shop.domain.search.analyser import words
from shop.domain.search.current import vocabulary
from shop.domain.search.highlight import Pieces, highlight
from shop.domain.search.plan import Plan, make_plan
from shop.domain.search.queries.ranking import names_only
from shop.domain.settings.actions import SHOPFRONT
from shop.kernel.db import session
from shop.kernel.i18n import pick
from shop.kernel.text import fold
from shop.kernel.versions import Remembered

MOST = 10
MOST_CATEGORIES = 3
SHORTEST = 2
"""Characters typed before anything is suggested."""


class Kind(StrEnum):
    """What a suggestion leads to."""

    CATEGORY = "category"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name in the language in force, cut for marking; `address` is a path or a product's slug."""

    kind: Kind
    name: str
    address: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    name: dict[str, str]
    stems: frozenset[str]


def _places() -> list[_Place]:
    nodes = tree().by_id.values()
    return [
        _Place(
            node.path,
            dict(node.name),
            frozenset(word.stem for name in node.name.values() for word in words(name)),
        )
        for node in nodes
        if node is not tree().root
    ]


_categories = Remembered(SHOPFRONT, _places)
_NAMES = select(Product.id, Product.slug, Product.name).where(
    Product.id.in_(bindparam("ids", expanding=True))
)


def suggest(text: str, limit: int = MOST) -> list[Suggestion]:
    """Return up to `limit` suggestions, categories first, none of them twice by its name."""
    plan = make_plan(text, vocabulary(), typing=True)
    if len(plan.text) < SHORTEST or not plan.slots:
        return []
    offered = _of_categories(plan)[:MOST_CATEGORIES] + _of_products(plan, limit * 2)
    by_name: dict[str, Suggestion] = {}
    for suggestion in offered:
        by_name.setdefault(fold(suggestion.name), suggestion)
    return list(by_name.values())[:limit]


def _of_categories(plan: Plan) -> list[Suggestion]:
    return [
        _suggestion(Kind.CATEGORY, pick(place.name), place.path, plan)
        for place in _categories()
        if all(
            any(place.stems.issuperset(stems) for stems in slot.alternatives) for slot in plan.slots
        )
    ]


def _of_products(plan: Plan, limit: int) -> list[Suggestion]:
    ids = names_only(plan.slots, limit)
    rows = {row.id: row for row in session().execute(_NAMES, {"ids": ids})} if ids else {}
    return [
        _suggestion(Kind.PRODUCT, pick(rows[key].name), rows[key].slug, plan)
        for key in ids
        if key in rows
    ]


def _suggestion(kind: Kind, name: str, address: str, plan: Plan) -> Suggestion:
    return Suggestion(kind, name, address, highlight(name, plan.stems))
