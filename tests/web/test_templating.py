"""Our escaping says what MarkupSafe says; addresses written by hand are those of the routes."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from hypothesis import given
from hypothesis import strategies as some
from jinja2 import Environment
from markupsafe import Markup, escape

from shop.storefront.catalogue.cards import PRODUCT_PATH
from shop.storefront.context import CATEGORY_PATH, PAGE_PATH
from shop.web.templating import HouseEnvironment, escaped


class Shouting:
    """Something that says itself what its HTML is."""

    def __html__(self) -> str:
        """Return it."""
        return "<b>loud</b>"

    def __str__(self) -> str:
        """Return what must not be taken."""
        return "<i>quiet</i>"


@given(some.one_of(some.text(), some.integers(), some.none(), some.text().map(Markup)))
def test_escaping_is_that_of_markupsafe(value: object) -> None:
    assert escaped(value) == str(escape(value))


def test_what_brings_its_own_html_is_believed() -> None:
    assert escaped(Shouting()) == "<b>loud</b>"


@pytest.mark.parametrize(
    "source",
    [
        "{{ a }}{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(a) }}{{ m(m(a)) }}",
        "{{ a|upper }}{{ a ~ b }}{{ b }}{{ missing }}{{ a if false }}",
        "{% filter upper %}{{ a }}{% endfilter %}{% set c %}{{ a }}{% endset %}{{ c }}",
        "{% autoescape false %}{{ a }}{% endautoescape %}{% for x in (a, b) %}{{ x }}{% endfor %}",
        "{% macro m(x, y=a, z='<') %}{{ x }}{{ y }}{{ z }}{% endmacro %}{{ m() }}{{ m(b, z=b) }}",
        "{% macro m(x) %}{{ x }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, a, k=b) }}{{ m() }}",
        "{% macro m() %}<{{ caller() }}{% endmacro %}{% call m() %}{{ b }}{{ a }}{% endcall %}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{% autoescape false %}{{ m(a) }}{% endautoescape %}",
        "{{ o.items.a }}{{ o.a }}{{ o.b.c }}{{ o.none }}{{ o.a.upper().lower() }}{{ o['a'] }}",
        "{% for x in (o, o) if x.a %}{{ loop.index }}{{ x.a }}{{ x.b.c|upper }}{% endfor %}",
        "{% set s = namespace(n=a) %}{% for x in 'ab' %}{% set s.n = x %}{% endfor %}{{ s.n }}",
        "{{ range(3)|list }}{{ cycler('a', 'b').next() }}{{ dict(k=a).k }}",
    ],
)
def test_templates_say_the_same_as_in_plain_jinja(app: Flask, source: str) -> None:
    values = {"a": "<&\"'>", "b": Markup("<hr>"), "o": {"a": "<i>", "b": {"c": "<u>"}}}
    ours = HouseEnvironment(app, autoescape=True)
    plain = Environment(autoescape=True)
    assert ours.from_string(source).render(values) == plain.from_string(source).render(values)


def test_addresses_written_by_hand_are_those_of_the_routes(app: Flask) -> None:
    with app.test_request_context():
        assert url_for("storefront.product", slug="a-b") == PRODUCT_PATH + "a-b"
        assert url_for("storefront.category", path="a/b") == CATEGORY_PATH + "a/b"
        assert url_for("storefront.page", slug="a-b") == PAGE_PATH + "a-b"
