"""Marks stand on the words that were found, whatever their form, and lose no letter."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from shop.domain.search.highlight import highlight


def marked(text: str, *stems: str) -> list[str]:
    return [piece for piece, is_marked in highlight(text, set(stems)) if is_marked]


def test_every_form_of_a_word_is_marked() -> None:
    assert marked("Chaussures et chaussure, CHAUSSURE!", "chaussure") == [
        "Chaussures",
        "chaussure",
        "CHAUSSURE",
    ]


def test_the_elided_article_is_not_marked() -> None:
    assert highlight("L\u2019été", {"ete"}) == [("L\u2019", False), ("été", True)]


def test_a_joined_word_is_marked_whole_a_part_alone() -> None:
    assert marked("T-shirt", "tshirt") == ["T-shirt"]
    assert marked("Kanga-kitenge", "kitenge") == ["kitenge"]
    assert marked("500 ml", "500ml") == ["500 ml"]


def test_nothing_found_is_one_plain_piece() -> None:
    assert highlight("<b>Robe</b>", set()) == [("<b>Robe</b>", False)]
    assert highlight("", {"robe"}) == [("", False)]


@given(st.text(), st.sets(st.sampled_from(["a", "ete", "robe"])))
def test_the_pieces_are_the_text(text: str, stems: set[str]) -> None:
    pieces = highlight(text, stems)
    assert "".join(piece for piece, _ in pieces) == unicodedata.normalize("NFC", text)
