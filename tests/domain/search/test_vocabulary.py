"""A typed word finds those that may have been meant, in one order everywhere."""

import pytest

from shop.domain.search.stems import stem
from shop.domain.search.vocabulary import Entry, Vocabulary
from tests.domain.search.vocabularies import vocabulary


def found(entries: list[Entry]) -> list[str]:
    return [entry.word for entry in entries]


def test_a_beginning_finds_words_by_how_common_they_are() -> None:
    assert found(vocabulary().beginning_with("rob")) == [
        "robe",
        "robes",
        "robot",
        "robinet",
        "rob9",
    ]


def test_one_letter_is_no_beginning() -> None:
    assert vocabulary().beginning_with("r") == []


def test_at_most_ten_words_begin_so() -> None:
    many = vocabulary(" ".join(f"kanga{letter}" for letter in "abcdefghijklmnop"))
    assert found(many.beginning_with("kan")) == [f"kanga{letter}" for letter in "abcdefghij"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chausures", ["chaussures"]),
        ("headphnes", ["headphones"]),
        ("kettel", ["kettle"]),
        ("batery", ["battery"]),
        ("haedphnes", ["headphones"]),
        ("kxttlx", []),
        ("cay", []),
        ("501ml", []),
        ("rob8", []),
    ],
)
def test_misspelt_words(typed: str, meant: list[str]) -> None:
    assert found(vocabulary().close_to(typed)) == meant


def test_a_misspelt_singular_meets_a_plural() -> None:
    assert found(vocabulary("batteries").close_to("batery")) == ["batteries"]


def test_only_the_least_distance_counts() -> None:
    words = vocabulary("kangarooos kangarao kangaroos")
    assert found(words.close_to("kangaroo")) == ["kangarao", "kangaroos"]


def test_the_same_first_letter_goes_first_then_the_commoner_then_the_alphabet() -> None:
    words = Vocabulary(
        [
            Entry(w, stem(w), 0, 0, n)
            for w, n in (("bape", 9), ("cade", 1), ("case", 2), ("cape", 1))
        ],
        documents=9,
    )
    assert found(words.close_to("caxe")) == ["case", "cade", "cape"]
    assert found(words.close_to("xape")) == ["bape", "cape"]


def test_at_most_five_are_meant() -> None:
    assert len(vocabulary("aape bape cape dape eape fape gape").close_to("hape")) == 5


def test_a_misspelt_beginning() -> None:
    assert found(vocabulary().beginning_close_to("chausur")) == ["chaussure", "chaussures"]


def test_forms_of_a_stem_are_counted_together() -> None:
    words = Vocabulary(
        [Entry("robe", "robe", 1, 2, 3), Entry("robes", "robe", 0, 1, 4)], documents=9
    )
    assert words.frequency("robe") == (1, 3, 7)
    assert words.frequency("unknown") == (0, 0, 0)


def test_a_word_that_no_document_holds_any_more_is_unknown() -> None:
    words = Vocabulary([Entry("robe", "robe", 0, 0, 0)], documents=1)
    assert not words.knows("robe")
    assert words.beginning_with("ro") == []
