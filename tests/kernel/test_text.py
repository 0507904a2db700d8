"""Folding, cleaning, slugs, ids, the registry, cursors: small pure things that many rely on."""

from __future__ import annotations

import base64
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shop.kernel.ids import public_id, token
from shop.kernel.paging import decode_cursor, encode_cursor
from shop.kernel.registry import Registry
from shop.kernel.slugs import MAX_LENGTH, slugify, unique_slug
from shop.kernel.text import clean, fold


def _encoded(text: str) -> str:
    """Encode any text as a cursor would be."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


SIXTY_FOUR = st.integers(-(2**63) + 1, 2**63 - 1)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Jeté", "jete"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﬁl", "fil"),
        ("№ \N{FULLWIDTH DIGIT FIVE}", "no 5"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
@example("℡")
@example("İ")
@example("\u0345ΐ")
def test_folded_text_stays_as_it_is(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert not any(unicodedata.combining(char) for char in folded)


@given(st.text(st.characters(codec=None, categories=None)))
def test_clean_text_fits_every_database(text: str) -> None:
    cleaned = clean(text)
    assert "\0" not in cleaned
    cleaned.encode()
    assert clean(cleaned) == cleaned


def test_clean_keeps_lines() -> None:
    assert clean(" a\tb\nc\x00\x1b\ud800 ") == "a\tb\nc"


@given(st.text())
def test_a_slug_is_short_ascii_words(text: str) -> None:
    slug = slugify(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= MAX_LENGTH


def test_slugs_of_odd_names() -> None:
    assert slugify("  Jeté à anneaux! ") == "jete-a-anneaux"
    assert slugify("你好") == "item"
    assert slugify("℡ 5") == "tel-5"


def test_a_taken_slug_is_numbered() -> None:
    taken = {"throw", "throw-2"}
    assert unique_slug("Throw", taken.__contains__) == "throw-3"
    long = "a" * 200
    assert len(unique_slug(long, {slugify(long)}.__contains__)) <= MAX_LENGTH


def test_ids_are_their_own() -> None:
    ids = {public_id("prd") for _ in range(500)}
    assert len(ids) == 500
    assert all(re.fullmatch(r"prd_[0-9a-hjkmnp-tv-z]{16}", one) for one in ids)
    assert len(token()) >= 43
    assert token() != token()


@given(st.lists(SIXTY_FOUR, min_size=1, max_size=4).map(tuple))
def test_a_cursor_comes_back_as_it_went(key: tuple[int, ...]) -> None:
    cursor = encode_cursor(key)
    if len(cursor) <= 120:
        assert decode_cursor(cursor, len(key)) == key
    assert decode_cursor(cursor, len(key) + 1) is None
    assert re.fullmatch(r"[A-Za-z0-9_-]+", cursor)


@given(st.text() | st.text('[]0123456789,.-eE"{}', min_size=1).map(_encoded))
@example("")
@example("W10")
@example("é" * 20)
def test_nonsense_is_no_cursor(cursor: str) -> None:
    key = decode_cursor(cursor, 2)
    assert key is None or (len(key) == 2 and all(abs(part) < 2**63 for part in key))


@pytest.mark.parametrize(
    "text",
    [
        "[1]",
        "[1, 2, 3]",
        "[true, 2]",
        "[1.5, 2]",
        '["1", 2]',
        "[9223372036854775808, 1]",
        "7",
        "[[],[]]",
        "[NaN, 1]",
    ],
)
def test_wrong_parts_are_no_cursor(text: str) -> None:
    assert decode_cursor(_encoded(text), 2) is None


def test_the_registry_names_what_there_is() -> None:
    registry: Registry[int] = Registry("number")
    with pytest.raises(LookupError, match=r"no number is called 'one' \(known: none registered\)"):
        registry.get("one")
    registry.register("two", 2)
    registry.register("one", 1)
    registry.register("one", 11)
    assert registry.get("one") == 11
    assert registry.names() == ["one", "two"]
    with pytest.raises(LookupError, match="known: one, two"):
        registry.get("three")
