"""Templates keep the manners that a strict content policy and a page without scripts need."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shop.web.assets import STATIC

TEMPLATES = STATIC.parent / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))
_TAG = re.compile(r"<[a-z][^<>]*(?:\{[{%#][^<>]*[}%#]\}[^<>]*)*>", re.DOTALL)
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style\b"),
    "inline script": re.compile(r"<script(?![^>]*\b(?:src|type=\"application/ld\+json\"))[^>]*>"),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "hx-on": re.compile(r"hx-on"),
    "values from a script": re.compile(r"[\"']j(?:s|avascript):"),
    "filter in a trigger": re.compile(r"hx-trigger=\"[^\"]*\["),
    "boost": re.compile(r"hx-boost"),
    "address without a place": re.compile(r"href=\"(?:#|)\""),
    "safe filter": re.compile(r"\|\s*safe\b"),
}


def _name(file: Path) -> str:
    return str(file.relative_to(TEMPLATES))


def _text(file: Path) -> str:
    return re.sub(r"\{#.*?#\}", "", file.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_nothing_that_the_policy_refuses(file: Path) -> None:
    text = _text(file)
    # Mail programs know no policy and drop style sheets.
    allowed = {"inline style"} if file.parent.name == "email" else set()
    found = {what for what, pattern in FORBIDDEN.items() if pattern.search(text)}
    assert found - allowed == set()


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_first_line_says_what_it_needs(file: Path) -> None:
    assert file.read_text("utf-8").startswith("{#")


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_forms_and_htmx_elements_are_complete(file: Path) -> None:
    for tag in _TAG.findall(_text(file)):
        if tag.startswith("<form"):
            assert "action=" in tag, tag
            assert "method=" in tag, tag
        if re.search(r"\shx-(?:get|post)=", tag):
            assert "hx-target=" in tag, tag
            assert "hx-swap=" in tag, tag
            # A group of fields stands in a form, whose button does the same without scripts.
            group = tag.startswith("<fieldset") or "hx-include=" in tag
            assert group or tag.startswith(("<form", "<input")) or "href=" in tag, tag


@pytest.mark.parametrize("file", sorted((TEMPLATES / "components").glob("*.html")), ids=_name)
def test_component_is_a_macro_of_its_name(file: Path) -> None:
    assert re.search(r"\{% macro " + file.stem + r"\(", file.read_text("utf-8"))


def test_posting_forms_carry_a_token() -> None:
    ours = [file for file in FILES if "stripe" not in file.parts]  # a server of its own
    bare = [
        (_name(file), form)
        for file in ours
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", _text(file), flags=re.DOTALL)
        if "csrf()" not in form
    ]
    assert bare == []
