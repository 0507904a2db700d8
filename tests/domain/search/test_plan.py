"""What a typed text asks for: the shared cases of the search, and odd input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.domain.search.plan import Match, Plan, make_plan
from tests.domain.search.vocabularies import vocabulary

WORDS = vocabulary()


def plan(text: str) -> Plan:
    return make_plan(text, WORDS)


def asked(text: str) -> list[set[tuple[str, ...]]]:
    return [set(slot.alternatives) for slot in plan(text).slots]


def test_a_misspelt_word_is_corrected_and_the_page_can_say_so() -> None:
    made = plan("red  Chausures")
    assert made.corrected == "red chaussures"
    assert made.slots[0].match is Match.TYPO
    assert made.unmatched == ("red",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("creme brulee", "crème brûlée"),
        ("CHAUSSURES", "chaussure"),
        ("bijou", "bijoux"),
        ("cheveu", "cheveux"),
        ("knife", "knives"),
        ("l'été", "l\u2019été"),
        ("l'été", "ete"),
        ("the shirt", "shirt"),
        ("500 ml", "500ml"),
        ("150 \u00d7 200 cm", "150x200"),
        ("t-shirt", "tshirt"),
        ("T shirt", "tshirt"),
        ('"shirt', "shirt"),
        ("shirt*", "shirt"),
        ("shirt & | !", "shirt"),
        ("NEAR(shirt", "near shirt"),
        ("silver or robe", "silver robe"),
    ],
)
def test_two_ways_to_ask_the_same(one: str, other: str) -> None:
    assert asked(one) == asked(other) != []


def test_the_order_of_words_does_not_matter() -> None:
    assert set(plan("noir headphones").stems) == set(plan("headphones noir").stems)


def test_the_last_word_may_be_a_beginning() -> None:
    assert asked("rob") == [{("robe",), ("robot",), ("robinet",), ("rob9",)}]
    assert plan("rob noir").unmatched == ("rob",)


def test_a_known_word_is_not_a_beginning_too() -> None:
    assert asked("car") == [{("car",)}]
    assert make_plan("cap", vocabulary("cap cape")).stems == {"cap"}
    assert make_plan("car", vocabulary("car care")).stems == {"car"}


def test_while_typing_a_known_last_word_is_also_a_beginning() -> None:
    assert set(make_plan("robe", WORDS, typing=True).stems) == {"robe"}
    assert make_plan("car", vocabulary("car cardigan"), typing=True).stems == {"car", "cardigan"}


def test_a_stop_word_alone_is_a_beginning() -> None:
    assert asked("le") == [{("lemon",), ("leather",)}]


def test_a_lone_letter_finds_nothing_and_is_no_error() -> None:
    assert plan("a").slots == ()


def test_tea_is_not_the_article() -> None:
    assert asked("thé") == [{("the",)}]
    assert asked("the robe") == [{("robe",)}]


def test_gold_is_not_the_conjunction() -> None:
    assert asked("robe or") == [{("robe",)}, {("or",)}]


def test_a_hyphened_word_also_finds_its_parts() -> None:
    assert asked("hand-woven") == [{("handwoven",), ("hand", "woven")}]
    assert asked("kanga-kitenge") == [{("kanga", "kitenge")}]


def test_an_unknown_hyphened_word_is_asked_for_word_by_word() -> None:
    assert asked("kanga-xyzzyq") == [{("kanga",)}]
    assert plan("kanga-xyzzyq").unmatched == ("xyzzyq",)


def test_a_misspelt_hyphened_word() -> None:
    assert plan("t-shrit").corrected == "tshirt"


def test_a_measure_the_shop_lacks_does_not_find_its_number() -> None:
    assert make_plan("250 ml", vocabulary("250 500ml")).slots == ()


def test_nonsense_finds_nothing_and_is_remembered() -> None:
    made = plan("xyzzyq")
    assert made.slots == ()
    assert made.unmatched == ("xyzzyq",)
    assert made.words == "xyzzyq"


@pytest.mark.parametrize("text", ["", " ", "\x00", "😀", "'; drop table", "a" * 400, "\ud800"])
def test_odd_input_is_a_plan_like_any_other(text: str) -> None:
    made = plan(text)
    assert made.corrected is None
    made.text.encode()


@given(st.text(max_size=300))
def test_any_text_makes_a_plan_of_safe_words(text: str) -> None:
    made = plan(text)
    assert len(made.slots) <= 20
    assert all(stem.isalnum() for stem in made.stems)
