"""Suggestions: names that begin with what was typed, categories first, nothing twice."""

import pytest

from shop.domain.search import actions
from shop.domain.search.queries.suggestions import Kind, suggest
from shop.kernel.i18n import use_locale
from shop.kernel.unit_of_work import unit_of_work
from tests.domain.search.shelf import fill, made
from tests.factories.catalogue import category
from tests.factories.memory import forget_session
from tests.support.databases import TestDatabase


@pytest.fixture(autouse=True)
def _shop(database: TestDatabase) -> None:
    assert database
    fill()


def offered(text: str) -> list[str]:
    return [suggestion.name for suggestion in suggest(text)]


def test_names_and_categories() -> None:
    assert offered("te") == ["Tea", "Green tea, 500 ml", "T-shirt"]
    assert [suggestion.kind for suggestion in suggest("te")] == [
        Kind.CATEGORY,
        Kind.PRODUCT,
        Kind.PRODUCT,
    ]


def test_they_lead_somewhere() -> None:
    category, product, *_ = suggest("te")
    assert category.address == "home/tea"
    assert product.address == "green-tea-500-ml"


def test_the_words_are_marked() -> None:
    product = suggest("green te")[0]
    assert product.pieces == [
        ("Green", True),
        (" ", False),
        ("tea", True),
        (", 500 ml", False),
    ]


def test_in_the_language_of_the_reader() -> None:
    with use_locale("fr"):
        assert offered("cas") == ["Casque noir"]


def test_a_misspelt_beginning() -> None:
    assert offered("headphnes") == offered("haedpho") == ["Black headphones"]


@pytest.mark.parametrize("text", ["", "t", " ", "\x00", "xyzzyq", "😀😀"])
def test_nothing_for_nothing(text: str) -> None:
    assert offered(text) == []


def test_no_name_twice_and_ten_at_most() -> None:
    with unit_of_work():
        shelf = category("kikois", name={"en": "Wraps", "fr": "Pagnes"}).id
        for number in range(24):
            made(f"Kikoi {number // 2}", category_ids=[shelf])
        actions.rebuild()
    forget_session()
    names = offered("kik")
    assert len(names) == len(set(names)) == 10
    assert len(suggest("kikoi", limit=3)) <= 3
