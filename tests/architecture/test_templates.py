"""Templates compile, name what they need, and draw pages that a strict content policy accepts."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from flask import Flask
from jinja2 import meta, nodes

from tests.architecture.conftest import Look
from tests.architecture.house import TEMPLATES
from tests.architecture.pages import ALL_FRAGMENTS, ALL_PAGES, ERRORS, Page, as_fragment

NAMES = sorted(file.relative_to(TEMPLATES).as_posix() for file in TEMPLATES.rglob("*.html"))
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
# Jinja's own, and what every page is given by `web` and `storefront.context`.
_ALWAYS_THERE = frozenset({"caller", "loop", "varargs", "kwargs"})


def _source(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


def _head(name: str) -> str:
    """Return the comment a template begins with."""
    found = _COMMENT.match(_source(name))
    return found[0] if found else ""


def _named_by(name: str, app: Flask) -> str:
    """Return the head of a template and of the layouts it stands in."""
    parents = app.jinja_env.parse(_source(name)).find_all(nodes.Extends)
    frames = [
        parent.template.value for parent in parents if isinstance(parent.template, nodes.Const)
    ]
    return _head(name) + "".join(_named_by(frame, app) for frame in frames)


def _brought(tree: nodes.Template) -> set[str]:
    """Return the names a template imports or sets outside its blocks, which its blocks see too."""
    imported = {
        name if isinstance(name, str) else name[1]
        for one in tree.find_all(nodes.FromImport)
        for name in one.names
    }
    assigned = {
        one.target.name for one in tree.find_all(nodes.Assign) if isinstance(one.target, nodes.Name)
    }
    return imported | assigned


def test_there_are_templates() -> None:
    assert "storefront/home.html" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(name: str, app: Flask) -> None:
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_template_names_what_it_needs(name: str, app: Flask) -> None:
    tree = app.jinja_env.parse(_source(name))
    needed = meta.find_undeclared_variables(tree) - _brought(tree)
    needed -= set(app.jinja_env.globals) | _ALWAYS_THERE
    named = set(re.findall(r"\w+", _named_by(name, app)))
    assert needed - named == set()


@pytest.mark.parametrize("name", NAMES)
def test_template_escapes_everything(name: str, app: Flask) -> None:
    tree = app.jinja_env.parse(_source(name))
    assert [one.lineno for one in tree.find_all(nodes.Filter) if one.name == "safe"] == []
    assert [one.lineno for one in tree.find_all(nodes.ScopedEvalContextModifier)] == []


def _complaints(page: Page) -> list[str]:
    """Return what the content policy would refuse, or a browser without scripts would miss."""
    found = []
    for tag, attributes in page.tags:
        found += [
            f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")
        ]
        found += [f"{tag} {name}" for name in attributes if name.startswith(("hx-on", "hx-boost"))]
        found += [
            f"{tag} {name}={value}"
            for name, value in attributes.items()
            if value.strip().lower().startswith(("js:", "javascript:"))
        ]
        if "[" in attributes.get("hx-trigger", ""):
            found.append(f"{tag} hx-trigger={attributes['hx-trigger']}")
        if tag == "form" and not {"action", "method"} <= set(attributes):
            found.append(f"form {attributes}")
        if tag == "a" and not attributes.get("href"):
            found.append(f"a {attributes}")
        if {"hx-get", "hx-post"} & set(attributes) and not {"hx-target", "hx-swap"} <= set(
            attributes
        ):
            found.append(f"{tag} without its own hx-target and hx-swap: {attributes}")
    found += [str(one) for one in page.all("style")]
    found += [
        str(one)
        for one in page.all("script")
        if "src" not in one and one.get("type") != "application/ld+json"
    ]
    return found


def _twice(page: Page) -> list[str]:
    ids = Counter(attributes["id"] for _tag, attributes in page.tags if "id" in attributes)
    return [name for name, count in ids.items() if count > 1 or not name]


@pytest.mark.parametrize("path", [*ALL_PAGES, *ERRORS])
def test_page_keeps_its_manners(path: str, look: Look) -> None:
    page = Page(look(path).text)
    assert page.all("html")
    assert _complaints(page) == []
    assert _twice(page) == []
    assert len(page.all("h1")) == 1 or path == "/styleguide"


@pytest.mark.parametrize(("path", "target"), ALL_FRAGMENTS)
def test_fragment_keeps_its_manners(path: str, target: str, look: Look) -> None:
    page = Page(look(path, headers=as_fragment(target)).text)
    assert page.tags
    assert _complaints(page) == []
    assert _twice(page) == []


def test_the_complaints_are_heard() -> None:
    bad = Page(
        '<a>x</a><p style="color:red" onclick="x()" id="a">y</p><p id="a" hx-get="/x">z</p>'
        '<form action="/x"></form><script>x()</script><b hx-vals="js:x" hx-trigger="click[x]">'
    )
    assert len(_complaints(bad)) == 8
    assert _twice(bad) == ["a"]
