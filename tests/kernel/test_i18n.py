"""The language in force, catalogues, and that French lacks nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages import frontend
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from shop.config import ROOT
from shop.kernel import i18n

Source = str | tuple[str, ...]
FOLDERS = ("shop", "templates")
FRENCH = ROOT / "shop" / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
_PLACE = re.compile(r"%\(\w+\)[sd]|%%|</?\w+[^>]*>")
_STRAIGHT = re.compile(r"(?<=\w)'(?=\w)|\"")
_CLOSE_UP = re.compile(r"[^\u00a0\u202f\d][?!;:»](?=\s|$)|[^\u00a0\u202f]%%|«[^\u00a0\u202f]")


def _messages() -> set[Source]:
    """Return every text that code and templates mark for translation."""
    read_mapping: Any = frontend.parse_mapping_cfg
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = read_mapping(mapping)
    found = extract_from_dir(
        str(ROOT),
        methods,
        options,
        {**DEFAULT_KEYWORDS, "lazy": None},
        directory_filter=lambda folder: Path(folder).relative_to(ROOT).parts[0] in FOLDERS,
    )
    return {_key(message) for _file, _line, message, _comments, _context in found}


def _key(message: object) -> Source:
    """Return a message as one text, or as singular and plural."""
    return message if isinstance(message, str) else tuple(message)[:2]  # type: ignore[arg-type]  # texts


@pytest.fixture(scope="module")
def french() -> Catalog:
    """Return the French catalogue as its file has it."""
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr")


def _pairs(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Yield (source, translation) of every form of every message."""
    for message in catalogue:
        if message.id:
            sources, forms = _forms(message)
            yield from zip(sources, forms, strict=True)


def _forms(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    one = isinstance(message.id, str)
    return (
        (str(message.id),) if one else tuple(message.id),
        (str(message.string),) if one else tuple(message.string or ()),
    )


def test_every_text_has_a_french_translation(french: Catalog) -> None:
    known = {_key(message.id) for message in french if message.id and not message.fuzzy}
    wanted = _messages()
    assert len(wanted) > 100
    assert wanted - known == set()
    assert [source for source, translation in _pairs(french) if not translation.strip()] == []


def test_french_keeps_no_text_that_nobody_says(french: Catalog) -> None:
    kept = {_key(message.id) for message in french if message.id}
    assert kept - _messages() == set()
    assert not french.obsolete


def test_translations_have_the_same_places(french: Catalog) -> None:
    unequal = [
        (source, translation)
        for source, translation in _pairs(french)
        if sorted(_PLACE.findall(source)) != sorted(_PLACE.findall(translation))
    ]
    assert unequal == []


def test_french_is_set_as_french_is(french: Catalog) -> None:
    """Typographic apostrophes; a no-break space inside guillemets and before ? ! ; : and %."""
    wrong = [
        translation
        for _source, translation in _pairs(french)
        if _STRAIGHT.search(translation) or _CLOSE_UP.search(_PLACE.sub("x", translation))
    ]
    assert wrong == []


def test_the_catalogue_file_names_no_lines_and_no_machine() -> None:
    places = re.findall(r"^#: (.+)$", FRENCH.read_text("utf-8"), re.MULTILINE)
    assert places
    assert [place for place in places if re.search(r":\d|(?:^|\s)/|\.\./", place)] == []


def test_the_language_in_force_decides() -> None:
    with i18n.use_locale("fr"):
        assert i18n.gettext("Close") == "Fermer"
        assert str(i18n.lazy("Close")) == "Fermer"
        assert i18n.current_locale() == "fr"
    assert i18n.gettext("Close") == "Close"


def test_numbers_choose_their_form() -> None:
    def said(number: int) -> str:
        return i18n.ngettext("%(n)s colour", "%(n)s colours", number)

    assert [said(0), said(1), said(2)] == ["0 colours", "1 colour", "2 colours"]
    with i18n.use_locale("fr"):
        assert [said(0), said(1), said(2)] == ["0 couleur", "1 couleur", "2 couleurs"]


def test_a_language_without_a_catalogue_reads_in_english() -> None:
    with i18n.use_locale("sw"):
        assert i18n.gettext("Close") == "Close"
        assert i18n.ngettext("%(n)s colour", "%(n)s colours", 2) == "2 colours"


def test_places_are_filled() -> None:
    assert i18n.gettext("Error %(code)s", code=404) == "Error 404"


@pytest.mark.parametrize(
    ("text", "locale", "picked"),
    [
        ({"en": "Throw", "fr": "Jeté"}, "fr", "Jeté"),
        ({"en": "Throw", "fr": ""}, "fr", "Throw"),
        ({"sw": "Kitambaa"}, "fr", "Kitambaa"),
        ({}, "fr", ""),
        (None, None, ""),
    ],
)
def test_one_language_of_a_text(
    text: dict[str, str] | None, locale: str | None, picked: str
) -> None:
    assert i18n.pick(text, locale) == picked
