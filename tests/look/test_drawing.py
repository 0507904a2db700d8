"""The storefront's templates draw with the variables they name, and draw well-formed pages."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from types import SimpleNamespace as Sample
from typing import Any

import pytest
from markupsafe import Markup

from tests.look import samples

_HERO = Sample(
    title="Karibu.",
    text="Welcome.",
    link_text="See",
    link_url="/new",
    pictures=[samples.picture()] * 3,
)
_SEARCH = {
    "query": "indgo",
    "corrected": "indigo",
    "popular": [("kanga", "/search?q=kanga")],
    "all_url": "/all",
}
_PAGE = Sample(title="Delivery", html=Markup("<p>Two days.</p>"))
PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "home": ("storefront/home.html", samples.frame(hero=_HERO, listing=samples.listing(level=2))),
    "category": (
        "storefront/catalogue/category.html",
        samples.frame(listing=samples.listing(intro="Woven.")),
    ),
    "empty category": (
        "storefront/catalogue/category.html",
        samples.frame(listing=samples.listing(cards=[], more_url=None)),
    ),
    "product": (
        "storefront/catalogue/product.html",
        samples.frame(product=samples.product(), delivery=samples.delivery()),
    ),
    "delivery-town": (
        "storefront/delivery_town.html",
        samples.frame(delivery=samples.delivery(town="Kisumu", ways=[], error="Not there yet.")),
    ),
    "search": (
        "storefront/catalogue/search.html",
        samples.frame(listing=samples.listing(), **_SEARCH),
    ),
    "found nothing": (
        "storefront/catalogue/search.html",
        samples.frame(listing=samples.listing(cards=[], chips=[]), **_SEARCH),
    ),
    "search not begun": (
        "storefront/catalogue/search.html",
        samples.frame(listing=None, **{**_SEARCH, "query": "", "corrected": None}),
    ),
    "page": ("storefront/pages/page.html", samples.frame(page=_PAGE)),
    **{
        f"error {code}": (f"errors/{code}.html", samples.frame())
        for code in (403, 404, 405, 413, 429)
    },
    "error 500": ("errors/500.html", {"title": "Broken"}),
    "error 503": ("errors/503.html", {"title": "Closed"}),
    "styleguide": ("styleguide.html", samples.frame()),
}
FRAGMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "results": ("storefront/catalogue/_results.html", {"listing": samples.listing()}),
    "product-offer": (
        "storefront/catalogue/_offer.html",
        {
            "product": samples.product(),
            "shop": samples.frame()["shop"],
            "delivery": samples.delivery(),
        },
    ),
    "delivery": ("storefront/_delivery.html", {"delivery": samples.delivery()}),
}
ENV = samples.environment()


class Outline(HTMLParser):
    """Gathers the ids, headings, pictures and labels of a page."""

    def __init__(self, text: str) -> None:
        """Read `text` at once."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag and its attributes."""
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every `tag`."""
        return [attributes for name, attributes in self.tags if name == tag]


def _draw(name: str) -> Outline:
    template, context = {**PAGES, **FRAGMENTS}[name]
    return Outline(ENV.get_template(template).render(context))


@pytest.mark.parametrize("name", [*PAGES, *FRAGMENTS])
def test_ids_are_unique_and_references_hold(name: str) -> None:
    drawn = _draw(name)
    ids = Counter(attributes["id"] for _tag, attributes in drawn.tags if "id" in attributes)
    assert [one for one, count in ids.items() if count > 1] == []
    for _tag, attributes in drawn.tags:
        for reference in ("for", "popovertarget", "aria-labelledby", "aria-describedby"):
            if reference in attributes:
                assert attributes[reference] in ids


@pytest.mark.parametrize("name", [name for name in PAGES if name != "styleguide"])
def test_one_main_heading(name: str) -> None:
    assert len(_draw(name).all("h1")) == 1


@pytest.mark.parametrize("name", [*PAGES, *FRAGMENTS])
def test_pictures_keep_their_place(name: str) -> None:
    for image in _draw(name).all("img"):
        assert {"width", "height", "alt", "src"} <= set(image)
        assert "style" not in image


@pytest.mark.parametrize("name", ["home", "category", "product"])
def test_one_picture_is_fetched_first(name: str) -> None:
    eager = [image for image in _draw(name).all("img") if "loading" not in image]
    assert len(eager) == 1
    assert eager[0]["fetchpriority"] == "high"


@pytest.mark.parametrize("name", PAGES)
def test_no_style_attribute_and_no_inline_script(name: str) -> None:
    drawn = _draw(name)
    assert [tag for tag, attributes in drawn.tags if "style" in attributes] == []
    assert all("src" in s or s.get("type") == "application/ld+json" for s in drawn.all("script"))
    assert all("defer" in s for s in drawn.all("script") if "src" in s)


def test_fragments_have_the_id_they_are_swapped_by() -> None:
    for name in FRAGMENTS:
        assert _draw(name).tags[0][1]["id"] == name


def test_more_cards_arrive_with_the_focus_on_the_first() -> None:
    text = ENV.get_template("storefront/catalogue/_more.html").render(listing=samples.listing())
    assert text.count("autofocus") == 1
    assert Outline(text).tags[0][0] == "li"
    assert "autofocus" not in ENV.get_template(PAGES["home"][0]).render(PAGES["home"][1])


def test_what_is_filled_in_is_escaped() -> None:
    evil = '"><script>x</script>'
    context = samples.frame(listing=None, **{**_SEARCH, "query": evil})
    text = ENV.get_template("storefront/catalogue/search.html").render(context)
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_in_the_page_from_the_start(theme: str) -> None:
    text = ENV.get_template("storefront/pages/page.html").render(
        samples.frame(page=_PAGE, theme=theme)
    )
    assert f'<html lang="en" data-theme="{theme}">' in text
    assert "data-theme" not in ENV.get_template("storefront/pages/page.html").render(
        samples.frame(page=_PAGE)
    )


def test_a_page_without_a_session_carries_no_token() -> None:
    env = samples.environment()
    env.globals["csrf_token"] = lambda: ""
    text = env.get_template("storefront/pages/page.html").render(samples.frame(page=_PAGE))
    assert not re.search("csrf|hx-headers", text)


def test_sold_out_choices_stay_selectable_and_say_so() -> None:
    drawn = _draw("product-offer")
    radios = [i for i in drawn.all("input") if i.get("type") == "radio"]
    assert len(radios) == 4
    assert all("disabled" not in radio for radio in radios)
    text = ENV.get_template(FRAGMENTS["product-offer"][0]).render(FRAGMENTS["product-offer"][1])
    assert text.count("Sold out") == 2


def test_suggestions_answer_with_a_count_for_the_status() -> None:
    template = ENV.get_template("storefront/catalogue/_suggestions.html")
    one = Sample(label=Markup("<mark>ind</mark>igo"), url="/product/x", detail=None)
    text = template.render(query="ind", suggestions=[one], all_url="/search?q=ind")
    assert "1 suggestion" in text
    assert "<mark>ind</mark>igo" in text
    assert "No suggestions" in template.render(query="zzz", suggestions=[], all_url="/search?q=zzz")
