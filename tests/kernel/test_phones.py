"""Telephone numbers come in any shape, are stored in one, and shown as people write them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.kernel import phones

ASHA = "+254700000012"


@pytest.mark.parametrize(
    "typed",
    [
        "0700000012",
        "0700 000 012",
        "07 00 00 00 12",
        "0700-000-012",
        "(0700) 000.012",
        "700000012",
        "254700000012",
        "+254700000012",
        "+254 (0) 700 000 012",
        "00254 700 000 012",
        "00 254 700 000 012",
        "000254700000012",
        "٠٧٠٠٠٠٠٠١٢",
        "۰۷۰۰۰۰۰۰۱۲",
        "+٢٥٤٧٠٠٠٠٠٠١٢",
        "०७००००००१२",
        "\uff10\uff17\uff10\uff10\uff10\uff10\uff10\uff10\uff11\uff12",
        "\u202a+254 700\u00a0000\u00a0012\u202c",
        "tel:+254700000012",
        "Asha 0700 000 012",
        "0700 000 012 (Asha)",
        "0700 000 012 / 0711 000 013",
    ],
)
def test_any_shape_is_one_number(typed: str) -> None:
    assert phones.parse(typed, "KE") == ASHA


@pytest.mark.parametrize(
    "typed",
    ["", " ", "abc", "0", "12", "0700 000 01", "0700 000 0123", "+", "+999 1", "²³", "0700FLOWER",
     "0" * 61, "+254 700 000 012 012", "0700 000 012 ext 5"],
)  # fmt: skip
def test_what_is_no_number_is_none(typed: str) -> None:
    assert phones.parse(typed, "KE") is None


@pytest.mark.parametrize(
    ("typed", "country", "stored", "at_home"),
    [
        ("020 7946 0958", "GB", "+442079460958", "020 7946 0958"),
        ("06 12 34 56 78", "FR", "+33612345678", "06 12 34 56 78"),
        ("012-345 6789", "MY", "+60123456789", "012-345 6789"),
        ("0712345678", "UG", "+256712345678", "0712 345 678"),
        ("0700000012", "KE", ASHA, "0700 000 012"),
    ],
)
def test_each_country_writes_its_own_way(
    typed: str, country: str, stored: str, at_home: str
) -> None:
    assert phones.parse(typed, country) == stored
    assert phones.shown(stored, country) == at_home
    assert phones.parse(at_home, country) == stored


def test_a_number_from_abroad_keeps_its_code() -> None:
    assert phones.parse("+44 20 7946 0958", "KE") == "+442079460958"
    assert phones.shown("+442079460958", "KE") == "+44 20 7946 0958"
    assert phones.shown(ASHA, "FR") == "+254 700 000 012"


def test_what_is_no_number_is_shown_as_it_is() -> None:
    assert phones.shown("by the gate", "KE") == "by the gate"
    assert phones.shown("", "KE") == ""


@pytest.mark.parametrize("country", ["KE", "UG", "FR", "US", "MY"])
def test_an_example_is_a_number_of_the_country(country: str) -> None:
    found = phones.parse(phones.example(country), country)
    assert found
    assert phones.shown(found, country) == phones.example(country)


def test_an_unknown_country_has_no_example() -> None:
    assert phones.example("XX") == ""


@given(st.text(max_size=80))
def test_any_text_is_judged_quietly(text: str) -> None:
    found = phones.parse(text, "KE")
    assert found is None or phones.parse(phones.shown(found, "KE"), "KE") == found


def test_the_library_comes_when_it_is_needed_and_never_its_maps() -> None:
    code = (
        "import sys; from shop.kernel import phones; assert 'phonenumbers' not in sys.modules;"
        "phones.parse('0700000012', 'KE'); phones.shown('+254700000012', 'KE');"
        "assert 'phonenumbers' in sys.modules; assert 'phonenumbers.geocoder' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
