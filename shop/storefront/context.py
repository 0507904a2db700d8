"""What every shop page shows: the shop's name, its navigation, language and theme."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask import Flask, current_app, request

from shop.domain.catalogue.queries import navigation
from shop.domain.catalogue.queries.facets import settings
from shop.domain.content.queries import footer_links
from shop.kernel.i18n import current_locale, pick
from shop.web.customer_session import current_cart
from shop.web.locale import current_theme

# Paths are made of slugs; url_for costs ten times as much, thirty times a page.
# Paths are made of slugs; url_for costs ten times as much, forty times a page. A test compares.
CATEGORY_PATH, PAGE_PATH = "/c/", "/pages/"
LANGUAGE_NAMES = {"en": "English", "fr": "Français"}


class NavItem(NamedTuple):
    """A link of a menu."""

    name: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class ShopView:
    """The shop as the frame of a page names it."""

    name: str
    saying: str
    intro: str
    address: str
    hours: str
    phone: str
    note: str
    languages: list[tuple[str, str]]
    links: list[NavItem] = field(default_factory=list)
    selvedge: tuple[str, ...] = ()


def shop_view() -> ShopView:
    """Return the shop in the language in force."""
    known = settings()
    return ShopView(
        name=known.name,
        saying=pick(known.saying),
        intro=pick(known.intro),
        address=known.address,
        hours=pick(known.hours),
        phone=known.phone,
        note=pick(known.note),
        languages=[(code, LANGUAGE_NAMES[code]) for code in known.languages],
        links=[NavItem(pick(link.title), PAGE_PATH + link.slug) for link in footer_links()],
    )


def main_navigation() -> list[NavItem]:
    """Return the top categories, the one of this page marked."""
    here = request.path
    return [
        NavItem(pick(node.name), url, here == url or here.startswith(f"{url}/"))
        for node in navigation.tree().top
        for url in (CATEGORY_PATH + node.path,)
    ]


def _here() -> str:
    return request.full_path.rstrip("?")


def framed(
    title: str, *, description: str = "", canonical: str = "", **rest: Any
) -> dict[str, Any]:
    """Return a page's own variables together with those of its frame."""
    base = current_app.extensions["config"].public_url
    return {
        "shop": shop_view(),
        "nav": main_navigation(),
        "title": title,
        "description": description,
        "canonical": base + (canonical or request.path),
        "breadcrumb": (),
        "json_ld": (),
        "og_picture": None,
        # A filtered or sorted list repeats its canonical page.
        "robots": "noindex" if request.args else "",
    } | rest


def _cart_count() -> int:
    """Return how many things are in this visitor's cart; asks nothing where there is no cookie."""
    cart = current_cart()
    return cart.count if cart else 0


def init_app(app: Flask) -> None:
    """Give templates language, theme and address, none of which asks the database."""

    @app.context_processor
    def _visitor() -> dict[str, Any]:
        return {"locale": current_locale(), "theme": current_theme(), "here": _here()}

    app.extensions["frame"] = framed
    app.jinja_env.globals["cart_count"] = _cart_count
