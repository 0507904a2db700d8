"""However a search is carried out, it finds the same."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import product as combinations

import pytest

from shop.domain.catalogue.queries.filters import Filters
from shop.domain.catalogue.queries.listing import Sort, cards_of
from shop.domain.catalogue.queries.navigation import tree
from shop.domain.search.current import vocabulary
from shop.domain.search.plan import make_plan
from shop.domain.search.queries import products, ranking
from shop.domain.search.queries.products import find
from tests.domain.search.shelf import fill
from tests.factories.memory import forget_session
from tests.support.counting import Counted
from tests.support.databases import TestDatabase

WORDS = ("home", "tea", "chaussures", "kettle", "noir", "home kettle", "t", "ca", "xyzzyq")


@pytest.fixture
def shop(database: TestDatabase) -> dict[str, int]:
    assert database
    return fill()


def _filters() -> list[Filters]:
    paths = tree().by_path
    both = frozenset({paths["shoes"].id, paths["home"].id, paths["home/tea"].id})
    return [
        Filters(),
        Filters(categories=frozenset({paths["home"].id})),
        Filters(categories=both),
        Filters(bands=frozenset({0, 1})),
        Filters(in_stock=True),
    ]


@pytest.mark.parametrize(("few", "probes"), [(0, 10**9), (0, 0)], ids=["sift", "probe"])
def test_the_three_ways_agree(
    shop: dict[str, int], monkeypatch: pytest.MonkeyPatch, few: int, probes: int
) -> None:
    assert shop

    def everything() -> list[list[int]]:
        return [
            ranking.ranked(make_plan(text, vocabulary()).slots, filters, sort, most)
            for text, filters, sort, most in combinations(
                WORDS, _filters(), (None, *Sort), (2, 100)
            )
        ]

    gathered = everything()
    monkeypatch.setattr(ranking, "_FEW", few)
    monkeypatch.setattr(ranking, "_ROWS_PER_LOOKUP", 10**9)
    monkeypatch.setattr(ranking, "_PROBES_PER_ROW", probes)
    assert everything() == gathered
    assert any(gathered)


def test_the_commonest_words_under_filters_cost_eight_statements_at_most(
    shop: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
    query_counter: Callable[[], AbstractContextManager[Counted]],
) -> None:
    """Words so common that each tier is walked on its own, with filters that go into the SQL."""
    assert shop
    monkeypatch.setattr(ranking, "_FEW", 0)
    monkeypatch.setattr(ranking, "_ROWS_PER_LOOKUP", 10**9)
    monkeypatch.setattr(products, "CAP", -1)
    asked = list(combinations(WORDS, _filters(), (1, 2, 3)))
    seen = []
    for text, filters, limit in asked:
        find(text, filters, limit=limit)  # the process is up: words and facets are remembered
        forget_session()
        with query_counter() as counted:
            found = find(text, filters, limit=limit)
            found.facets()
            assert len(cards_of(found.ids)) == len(found.ids)
        seen.append(counted.total)
    assert max(seen) == 8, max(zip(seen, asked, strict=True), key=lambda one: one[0])


def test_filtering_in_memory_agrees_with_the_database(
    shop: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shop
    in_memory = [find(text, filters).ids for text in WORDS for filters in _filters()]
    monkeypatch.setattr(products, "CAP", -1)
    in_database = [find(text, filters, limit=24).ids for text in WORDS for filters in _filters()]
    assert in_memory == in_database
