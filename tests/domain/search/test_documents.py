"""A product's words, each where it weighs most."""

from shop.domain.search.documents import make_document, plain, read_document

DOCUMENT = make_document(
    name=["Kanga robe", "Robe en kanga"],
    labels=["Robes", "kanga"],
    body=["Cotton"],
    markdown=["A *soft* robe, [washed](https://example.com/stone) <br> cotton &amp; silk"],
)


def test_a_word_is_kept_in_the_first_place_it_stands() -> None:
    assert DOCUMENT.name == {"kanga", "robe"}
    assert DOCUMENT.labels == {"robes"}
    assert DOCUMENT.body == {"cotton", "soft", "washed", "silk"}


def test_it_comes_back_from_its_row() -> None:
    assert read_document(**DOCUMENT.stored) == DOCUMENT


def test_a_term_answers_at_its_own_tier_and_the_wider_ones() -> None:
    terms = DOCUMENT.terms.split()
    assert {"nrobe", "lrobe", "arobe", "asilk"} <= set(terms)
    assert "nsilk" not in terms
    assert "lsilk" not in terms
    assert len(terms) == len(set(terms))


def test_addresses_and_tags_are_no_words() -> None:
    assert plain("[a](http://b.c) <i>d</i> https://e.f/g &nbsp;h").split() == ["[a", "d", "h"]
