"""Content pages: what staff write cannot harm who reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.domain.content import actions
from shop.domain.content.markdown import to_html, to_text
from shop.domain.content.queries import footer_links, page_at
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "![a](https://elsewhere.example/pixel.gif)",
        '<iframe src="https://elsewhere.example"></iframe>',
        '<a href="/" style="position:fixed">a</a>',
        "<svg onload=alert(1)>",
        "`<script>`",
        "[a](//elsewhere.example 'onmouseover=alert(1)')",
    ],
)
def test_nothing_hostile_survives(hostile: str) -> None:
    html = to_html(hostile).lower()
    for sign in (
        "<script",
        "<img",
        "<iframe",
        "<svg",
        "<style",
        'href="javascript',
        'href="data',
        'href="vbscript',
    ):
        assert sign not in html
    tags = [part.split(">")[0] for part in html.split("<")[1:]]
    assert not any("onerror" in tag or "style=" in tag or "onload" in tag for tag in tags)


@given(st.text(max_size=300))
def test_any_text_is_safe_and_no_error(text: str) -> None:
    html = to_html(text).lower()
    assert "<script" not in html
    assert "<img" not in html
    assert isinstance(to_text(text), str)


def test_what_markdown_may_do() -> None:
    html = to_html(
        "# Big\n\n**bold** *soft*\n\n- one\n\n| a |\n|---|\n| 1 |\n\n[in](/c/all) [out](https://x.example)"
    )
    for sign in (
        "<h2>Big</h2>",
        "<strong>bold</strong>",
        "<em>soft</em>",
        "<li>one</li>",
        "<td>1</td>",
        'href="/c/all"',
    ):
        assert sign in html
    assert "<h1" not in html
    assert 'rel="noopener nofollow"' in html


def test_words_without_marks() -> None:
    assert to_text("# Delivery\n\nWe **bring** it.\n\n- soon") == "Delivery We bring it. soon"


def test_words_for_descriptions_hold_no_entities() -> None:
    assert to_text("Salt & pepper < 5") == "Salt & pepper < 5"


def test_a_page_is_written_and_written_again(database: object) -> None:
    with unit_of_work():
        actions.write("about", {"en": "About"}, {"en": "Old"}, position=2)
        actions.write("hidden", {"en": "Hidden"}, {"en": "x"}, position=None)
        actions.write("delivery", {"en": "Delivery"}, {"en": "x"}, position=1)
    assert [link.slug for link in footer_links()] == ["delivery", "about"]
    with unit_of_work():
        actions.write("about", {"en": "About us"}, {"en": "New"}, position=0)
    forget_session()
    assert [link.slug for link in footer_links()] == ["about", "delivery"]
    page = page_at("about")
    assert page is not None
    assert page.body == {"en": "New"}


def test_an_unpublished_page_is_not_there(database: object) -> None:
    with unit_of_work():
        actions.write("about", {"en": "About"}, {"en": "x"}, position=1).published = False
    assert page_at("about") is None
    assert page_at("nowhere") is None
