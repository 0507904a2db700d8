"""Plurals meet their singular, and words that only look alike stay apart."""

import pytest

from shop.domain.search.stems import stem

TOGETHER = """
bijou bijoux|cheveu cheveux|knife knives|chaussure chaussures|battery batteries batterie|box boxes
watch watches|poche poches|glass glasses|tasse tasses|dress dresses|rideau rideaux|tissu tissus
journal journaux|tuyau tuyaux|noir noire noirs noires|shoe shoes|cookie cookies|man men|lens lenses
scarf scarves|rose roses|bougie bougies|nappe nappes|brush brushes|baby babies|tray trays|bus buses
jeu jeux|size sizes|dish dishes|cape capes|tomato tomatoes|body bodies|sari saris|taie taies
housse housses|blanc blanche blanches|brode brodee brodees|cushion cushions|coussin coussins
vitrail vitraux|foot feet|canvas canvases|peach peaches|gris grise|indigo indigos|kikoi kikois
"""
APART = (
    "car care|cap cape|kit kite|bus but|faux fal|tap tape|mat mate|pin pine|500ml 500m|roux rou9"
)


def _sets(text: str) -> list[list[str]]:
    return [forms.split() for line in text.split("\n") for forms in line.split("|") if forms]


@pytest.mark.parametrize("forms", _sets(TOGETHER), ids=" ".join)
def test_forms_of_one_word_share_a_stem(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("forms", _sets(APART), ids=" ".join)
def test_words_that_look_alike_stay_apart(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == len(forms)


def test_exceptions_come_before_the_length_rule() -> None:
    assert stem("men") == "man"


def test_a_word_with_digits_is_its_own_stem() -> None:
    assert stem("501s") == "501s"
