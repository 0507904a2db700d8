"""From listed products to cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from shop.domain.catalogue.queries.facets import settings
from shop.domain.catalogue.queries.listing import Listed
from shop.domain.catalogue.statuses import StockState
from shop.domain.settings.schema import ShopSettings
from shop.kernel.formatting import format_money
from shop.kernel.i18n import _, ngettext, pick
from shop.storefront.catalogue.pictures import Picture, PictureMaker, picture_maker

PRODUCT_PATH = "/p/"  # url_for for each of 24 cards costs 0.3 ms a page; a test compares the two

_DOTS = 6


class Card(NamedTuple):
    """A product in a list."""

    url: str
    name: str | Markup
    material: str
    picture: Picture | None
    price: str
    was: str | None
    saving: str | None
    badge: str | None
    price_from: bool
    dots: list[tuple[int, str]]
    """Up to six colours as (place, hex): where each dot stands in a row of them."""
    colours_text: str
    sold_out: bool
    eager: bool


def saving_percent(price: int, was: int) -> int:
    """Return by how many per cent `price` is below `was`, rounded down, so never boasting."""
    return (was - price) * 100 // was


def _badge(listed: Listed) -> str | None:
    if listed.stock_state == StockState.OUT:
        return _("Sold out")
    if listed.stock_state == StockState.LOW and listed.left:
        return ngettext("%(n)s left", "%(n)s left", listed.left)
    return None


def cards(listed: Sequence[Listed], names: Mapping[int, Markup] | None = None) -> list[Card]:
    """Return the cards of listed products; `names` may bring marked words for some."""
    known, made = settings(), picture_maker()
    return [
        _card(one, known, made, names or {}, eager=not place) for place, one in enumerate(listed)
    ]


def _card(
    listed: Listed,
    known: ShopSettings,
    made: PictureMaker,
    names: Mapping[int, Markup],
    *,
    eager: bool,
) -> Card:
    facts, hide = listed.card, known.hide_zero_cents
    colours = facts["colours"] if len(facts["colours"]) > 1 else []
    sold_out = listed.stock_state == StockState.OUT
    was = facts["was"] if not sold_out else None
    percent = saving_percent(facts["price"], was) if was else 0
    return Card(
        url=PRODUCT_PATH + facts["slug"],
        name=names.get(listed.product_id) or pick(facts["name"]),
        material=pick(facts["material"]),
        picture=made(facts["picture"]),
        price=format_money(facts["price"], known.currency, hide_zero=hide),
        was=format_money(was, known.currency, hide_zero=hide) if was else None,
        saving=_("Save %(percent)s%%", percent=percent) if percent else None,
        badge=_badge(listed),
        price_from=facts["most"] > facts["price"],
        dots=[(7 + 16 * place, one[1]) for place, one in enumerate(colours[:_DOTS])],
        colours_text=ngettext("%(n)s colour", "%(n)s colours", len(colours)),
        sold_out=sold_out,
        eager=eager,
    )
