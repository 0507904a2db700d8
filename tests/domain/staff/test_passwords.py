"""Passwords: long ones that nobody would try first; no other rules."""

from __future__ import annotations

import pytest

from shop.domain.staff import passwords
from shop.domain.staff.errors import WeakPassword
from shop.kernel.unit_of_work import unit_of_work
from tests.support.databases import TestDatabase

COMMON = [
    "password1234",
    "Password2026!",
    "p4ssw0rd!!2026",
    "passwordpassword",
    "aaaaaaaaaaaa",
    "abcabcabcabca",
    "123456789012",
    "098765432109",
    "qwertyuiop[]",
    "poiuytrewqlk",
    "1q2w3e4r5t6y",
    "SunshineDragon",
    "admin admin 123",
    "correct horse battery staple",
    "DukaDuka!2026",
]
UNCOMMON = [
    "ukuta mrefu wa samaki",
    "k3fm-9x2p-w7qd",
    "483920174650",
    "ÉÀÜ ñandú ßßß",
    "password 83920174651",
    "correct horse battery samaki",
]


@pytest.mark.parametrize("password", COMMON)
def test_what_somebody_would_try_first_is_common(password: str) -> None:
    assert passwords.is_common(password)


@pytest.mark.parametrize("password", UNCOMMON)
def test_anything_else_will_do(password: str) -> None:
    assert not passwords.is_common(password)


def test_the_list_is_folded_and_long_enough() -> None:
    words = passwords.common()
    assert len(words) > 2000
    assert all(word == word.casefold() for word in words)


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("kifupi sana", True),  # 11
        ("kifupi sanaa", False),  # 12
        ("mbuni 9 twiga 4 " * 8, True),  # a repetition, however long
        ("".join(chr(97 + i * i % 23) for i in range(128)), True),  # its squares repeat
        ("ukuta mrefu wa samaki " + "bahari ya hindi 77 " * 5 + "mwisho 8 9 x", True),  # 129
        ("asha odera 12345", True),
        ("nyuzi! nyuzi 1", True),
    ],
)
def test_length_and_own_words(database: TestDatabase, password: str, refused: bool) -> None:
    from shop.domain.settings import actions as settings  # noqa: PLC0415 - needs the tables

    with unit_of_work():
        settings.change({"name": "Nyuzi"})
    about = ("asha@example.com", "Asha Odera")
    if refused:
        with pytest.raises(WeakPassword):
            passwords.check(password, about=about)
    else:
        passwords.check(password, about=about)
