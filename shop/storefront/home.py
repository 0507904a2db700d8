"""The front page: a greeting and what is new."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from shop.domain.catalogue.queries import navigation
from shop.domain.catalogue.queries.facets import settings
from shop.domain.catalogue.queries.listing import Sort
from shop.domain.media.queries import pictures_by_key
from shop.kernel.i18n import _, pick
from shop.storefront.blueprint import bp
from shop.storefront.catalogue.address import read
from shop.storefront.catalogue.lists import ListView, category_list
from shop.storefront.catalogue.pictures import Picture, picture_maker
from shop.storefront.catalogue.rails import category_rail
from shop.storefront.context import CATEGORY_PATH, framed
from shop.web.access import shared
from shop.web.rendering import page


@dataclass(frozen=True, slots=True)
class Hero:
    """The block that greets."""

    title: str
    text: str
    link_text: str
    link_url: str
    pictures: list[Picture]


def _hero() -> Hero:
    known = settings()
    made = picture_maker()
    return Hero(
        title=pick(known.saying) or known.name,
        text=pick(known.intro),
        link_text=_("See what is new"),
        link_url="#results",
        pictures=[one for one in map(made, pictures_by_key(known.hero_media)) if one],
    )


def _newest() -> ListView | None:
    root = navigation.tree().root
    if root is None:
        return None
    path = CATEGORY_PATH + root.path
    return category_list(
        root,
        read(path, request.args, Sort.POPULAR),
        default=Sort.NEWEST,
        title=_("New in the shop"),
        choices=navigation.tree().top,
        level=2,
        rail=category_rail(root),
    )


@bp.get("/")
@shared
def home() -> ResponseReturnValue:
    """The front page."""
    known = settings()
    return page(
        "storefront/home.html",
        **framed(
            known.name,
            description=pick(known.intro),
            canonical="/",
            hero=_hero(),
            listing=_newest(),
        ),
    )
