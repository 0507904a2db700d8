"""The shared cases of the search, answered alike by both databases."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from shop.domain.catalogue.models import Variant
from shop.domain.catalogue.queries.filters import Filters
from shop.domain.catalogue.queries.listing import Sort
from shop.domain.catalogue.queries.navigation import tree
from shop.domain.search.queries.products import CAP, Found, find
from shop.kernel.db import session
from tests.domain.search.shelf import fill
from tests.support.counting import Counted
from tests.support.databases import TestDatabase


@pytest.fixture
def shop(database: TestDatabase) -> dict[str, int]:
    assert database
    return fill()


def names(shop: dict[str, int], found: Found) -> list[str]:
    by_id = {product_id: name for name, product_id in shop.items()}
    return [by_id[product_id] for product_id in found.ids]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chausures", ["Boots", "Sandals", "T-shirt"]),
        ("CHAUSSURE", ["Boots", "Sandals", "T-shirt"]),
        ("headphnes", ["Black headphones"]),
        ("batery", ["Kettle"]),
        ("kettel", ["Kettle", "Crème brûlée set"]),
        ("creme brulee", ["Crème brûlée set"]),
        ("crème brûlée", ["Crème brûlée set"]),
        ("l\u2019été", ["Sandals"]),
        ("noir headphones", ["Black headphones"]),
        ("headphones noir", ["Black headphones"]),
        ("the kettle", ["Kettle", "Crème brûlée set"]),
        ("hea", ["Black headphones"]),
        ("t-shirt", ["T-shirt"]),
        ("tshirt", ["T-shirt"]),
        ("500 ml", ["Green tea, 500 ml"]),
        ("500ml", ["Green tea, 500 ml"]),
        ("thé", ["Green tea, 500 ml"]),
        ("knives", ["Car"]),
        ("car", ["Car"]),
        ("cap", ["Cape"]),
        ("kanga handwoven", ["Cape"]),
        ("maison the vert", ["Green tea, 500 ml"]),
        ("zebra", []),
        ("xyzzyq", []),
        ("a", []),
    ],
)
def test_what_shoppers_type(shop: dict[str, int], text: str, expected: list[str]) -> None:
    assert names(shop, find(text)) == expected


def test_words_in_the_name_go_before_tags_and_these_before_the_rest(shop: dict[str, int]) -> None:
    assert names(shop, find("tea")) == ["Green tea, 500 ml", "Kettle"]
    assert names(shop, find("kettle")) == ["Kettle", "Crème brûlée set"]


def test_equals_are_ordered_by_popularity_then_the_newest_id(shop: dict[str, int]) -> None:
    assert names(shop, find("home"))[:3] == [
        "Crème brûlée set",
        "Green tea, 500 ml",
        "Black headphones",
    ]


def test_a_typed_sku_goes_first_with_its_variant(shop: dict[str, int]) -> None:
    found = find("ny-ts-01")
    variant = session().query(Variant).filter_by(sku="NY-TS-01").one()
    assert names(shop, found) == ["T-shirt"]
    assert found.variant == variant.public_id
    assert found.count == 1
    assert find("NY-TS-02").variant is None


@pytest.mark.parametrize(
    "text",
    [
        '"shirt', "shirt*", "name:shirt", "shirt OR", "NEAR(shirt", "shirt & | !", "'; drop table",
        "\x00", "😀", "a" * 400, "\ud800", "((((", "' | '", '" OR "', "-", "^shirt", "{a}: b", "\\",
    ],
)  # fmt: skip
def test_odd_input_is_answered(shop: dict[str, int], text: str) -> None:
    assert find(text).count <= len(shop)
    assert find(text, Filters(on_sale=True), sort=Sort.NEWEST, offset=-5).count == 0


def test_a_draft_is_not_found(shop: dict[str, int]) -> None:
    assert "Boots" in names(shop, find("boots"))
    assert find("draft").count == 0


def test_filters_narrow_what_is_found_and_not_what_is_counted(shop: dict[str, int]) -> None:
    tea = tree().by_path["home/tea"].id
    found = find("tea", Filters(categories=frozenset({tea})))
    assert names(shop, found) == ["Green tea, 500 ml"]
    counts = found.facets().count(None, Filters(categories=frozenset({tea})))
    assert counts["category", tree().by_path["home"].id] == 2


def test_facets_count_only_what_was_found(shop: dict[str, int]) -> None:
    counts = find("chaussures").facets().count(None, Filters())
    assert counts["category", tree().by_path["shoes"].id] == 3
    assert ("category", tree().by_path["home"].id) not in counts


def test_pages_follow_one_another(shop: dict[str, int]) -> None:
    first = find("chaussures", limit=2)
    assert first.next_offset == 2
    rest = find("chaussures", limit=2, offset=2)
    assert names(shop, first) + names(shop, rest) == ["Boots", "Sandals", "T-shirt"]
    assert rest.next_offset is None
    assert find("chaussures", limit=2, offset=10_000_000).ids == ()


def test_every_sort_shows_the_same_products(shop: dict[str, int]) -> None:
    everything = set(find("home").ids)
    assert all(set(find("home", sort=sort).ids) == everything for sort in Sort)


def test_few_statements(
    shop: dict[str, int], query_counter: Callable[[], AbstractContextManager[Counted]]
) -> None:
    find("kettle").facets()
    with query_counter() as counted:
        find("kettle", Filters(on_sale=True)).facets()
    assert counted.total <= 3, str(counted)


def test_nothing_is_capped_in_a_small_shop(shop: dict[str, int]) -> None:
    found = find("home")
    assert found.count == len(found.ids) < CAP
    assert not found.more
