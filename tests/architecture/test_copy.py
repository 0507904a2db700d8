"""No text reaches a person untranslated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from shop.kernel import errors
from shop.kernel.i18n import Catalogue, catalogue_for, register_catalogue
from shop.web import translations
from tests.architecture.conftest import Look
from tests.architecture.house import TEMPLATES, python_files, short, tree_of
from tests.architecture.pages import ALL_FRAGMENTS, ALL_PAGES, ERRORS, Page, as_fragment
from tests.architecture.said import words_of, words_said_by_the_shop
from tests.factories.memory import forget

_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
_FILLED = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_FILLER = "h1"
# An id that is put together in the text of a macro.
_ID = re.compile(rf"\b[a-z]+-{_FILLER}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
# The style guide is for those who build the shop: its goods and sayings are invented on the spot.
FILES = sorted(file for file in TEMPLATES.rglob("*.html") if "styleguide" not in str(file))
SEEN = [path for path in [*ALL_PAGES, *ERRORS] if path != "/styleguide"]
_MARKS = frozenset({"_", "gettext", "lazy", "ngettext"})
_KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
# What is written the same in every language.
NAMES = frozenset({"duka"})


@pytest.mark.parametrize("file", FILES, ids=short)
def test_template_holds_no_text_of_its_own(file: Path) -> None:
    filled = _FILLED.sub(_FILLER, _JINJA.sub("", file.read_text("utf-8")))
    page = Page(_ID.sub("", filled))
    bare = [text for text in page.texts if set(_words(text)) - NAMES]
    assert bare == []


def _words(text: str) -> list[str]:
    return [word.lower() for word in _LETTERS.findall(text)]


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for file in python_files("shop"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call):
                yield f"{short(file)}:{node.lineno}", node


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_only_whole_sentences_are_marked_for_translation() -> None:
    """A put-together text cannot be found by the extraction, so nobody would translate it."""
    outside = [
        where
        for where, call in _calls()
        if _name(call) in _MARKS
        and "kernel/i18n.py" not in where
        and "web/translations.py" not in where
        and not all(map(_is_text, call.args[: 2 if _name(call) == "ngettext" else 1]))
    ]
    assert outside == []


def test_no_error_speaks_english_to_everyone() -> None:
    plain = [
        where
        for where, call in _calls()
        if _name(call) in _KINDS
        and call.args
        and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert plain == []


class Pseudo(Catalogue):
    """A language in which every message is bracketed and 40 % longer: what is not shows up."""

    def one(self, message: str) -> str:
        """Return the message between brackets."""
        return stretched(message)

    def many(self, singular: str, plural: str, number: int) -> str:
        """Return the fitting form between brackets."""
        return stretched(singular if number == 1 else plural)


def stretched(message: str) -> str:
    """Return `message` between brackets and 40 % longer; its places stay what they are."""
    return f"⟦{message}{'~' * (len(message) * 2 // 5)}⟧"


@pytest.fixture
def pseudo(app: Flask, database: object) -> Iterator[None]:
    """Put the stretched language in the place of French."""
    french = catalogue_for("fr")
    register_catalogue("fr", Pseudo({}, french.plural))
    translations.forget()
    forget(app)
    yield
    register_catalogue("fr", french)
    translations.forget()
    forget(app)


def _outside(text: str) -> str:
    """Return what stands outside brackets; they may be nested."""
    before = None
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    return text


def _leftover(html: str) -> set[str]:
    """Return the words of a page that neither a catalogue nor the shop's own content said."""
    return {word for text in Page(html).texts for word in _words(_outside(text))} - NAMES


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("path", SEEN)
def test_page_says_nothing_untranslated(path: str, look: Look) -> None:
    html = look(path, headers={"Accept-Language": "fr"}).text
    assert "⟦" in html
    assert _leftover(html) - words_said_by_the_shop() - words_of(path) == set()


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize(("path", "target"), ALL_FRAGMENTS)
def test_fragment_says_nothing_untranslated(path: str, target: str, look: Look) -> None:
    html = look(path, headers={"Accept-Language": "fr", **as_fragment(target)}).text
    assert html
    assert _leftover(html) - words_said_by_the_shop() - words_of(path) == set()


def test_the_leftover_is_seen() -> None:
    assert _leftover("<p>⟦Sold ⟦out⟧~⟧ bare</p><img alt='plain'>") == {"bare", "plain"}
