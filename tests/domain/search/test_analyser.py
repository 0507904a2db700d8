"""Text becomes the same words however it is spelt, spaced or accented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.domain.search.analyser import (
    QUERY_CHARACTERS,
    QUERY_WORDS,
    WORD_CHARACTERS,
    fold,
    read_query,
    words,
)


def surfaces(text: str) -> list[str]:
    return [word.surface for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crème BRÛLÉE", ["creme", "brulee"]),
        ("creme bru\u0302le\u0301e", ["creme", "brulee"]),
        ("l'été, l\u2019été", ["ete", "ete"]),
        ("Jusqu\u2019à l\u2019œuf", ["oeuf"]),
        ("men's", ["men"]),
        ("ng'ombe", ["ngombe"]),
        ("the shirt and le sac", ["shirt", "sac"]),
        ("thé vert", ["the", "vert"]),
        ("T-shirt", ["shirt", "tshirt"]),
        ("T shirt", ["shirt", "tshirt"]),
        ("kanga-kitenge", ["kanga", "kitenge", "kangakitenge"]),
        ("500 ml", ["500ml", "500"]),
        ("500ml", ["500ml", "500"]),
        ("500\u00a0ML", ["500ml", "500"]),
        ("150 \u00d7 200 cm", ["150x200", "150", "200"]),
        ("150x200", ["150x200", "150", "200"]),
        ("a & \x00 😀 _ !", []),
        ("ﬁn m²", ["fin", "m2"]),
    ],
)
def test_words_of(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


def test_a_long_run_of_letters_is_cut() -> None:
    assert surfaces("a" * 400) == ["a" * WORD_CHARACTERS]


def test_a_query_is_cut_to_its_limits() -> None:
    text, typed = read_query("kanga " * 60)
    assert len(text) <= QUERY_CHARACTERS
    assert len(typed) == QUERY_WORDS


def test_a_query_loses_what_no_page_can_show() -> None:
    text, _ = read_query("ka\x00nga\ud800  \u3000 robe")
    assert text == "kanga robe"


def test_places_in_a_query_point_at_the_typed_words() -> None:
    text, typed = read_query('  "Robe"   d\u2019été')
    assert [text[item.start : item.end] for item in typed] == ["Robe", "d\u2019été"]


@given(st.text())
def test_every_word_is_safe_for_both_databases(text: str) -> None:
    for word in words(text):
        assert word.surface.isalnum()
        assert word.surface == fold(word.surface)
        assert word.stem.isalnum()
        assert len(word.surface) <= WORD_CHARACTERS


@given(st.text(max_size=60))
def test_case_and_accents_change_nothing(text: str) -> None:
    """Whatever a word folds to, folding once more leaves alone."""
    assert all(fold(surface) == surface for surface in surfaces(text))
