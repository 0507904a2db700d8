"""Delivery to your town: what it costs, how long it takes, and the form that changes it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace

from flask import current_app, request
from flask.typing import ResponseReturnValue

from shop.domain.cart.actions import carts
from shop.domain.cart.errors import CartClosed
from shop.domain.catalogue.queries.detail import ProductView
from shop.domain.catalogue.queries.facets import settings
from shop.domain.catalogue.statuses import ProductKind
from shop.domain.shipping import queries as shipping
from shop.domain.shipping.errors import NotDelivered
from shop.domain.shipping.queries import Place
from shop.kernel.i18n import _
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from shop.storefront.blueprint import bp
from shop.storefront.context import framed
from shop.storefront.ways import Way, amount, way
from shop.web import htmx
from shop.web.access import public
from shop.web.addresses import safe_path
from shop.web.csrf import from_shared_page
from shop.web.customer_session import current_cart
from shop.web.rate_limit import POSTS, limiter
from shop.web.rendering import invalid, page, updates
from shop.web.town import chosen_town, remember_town

_TARGET = "delivery"
_FRAGMENTS = {_TARGET: "storefront/_delivery.html"}


@dataclass(frozen=True, slots=True)
class DeliveryBox:
    """What `storefront/_delivery.html` draws.

    `live` swaps it in place, else the page is read again; `fresh` takes the focus after a swap.
    """

    town: str
    area: str
    next: str
    live: bool
    fresh: bool = False
    ways: list[Way] = field(default_factory=list)
    lowest: str = ""
    towns: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    error: str = ""


def chosen_place() -> Place | None:
    """Return where this visitor wants things to go: what the cart says, else the cookie."""
    known = current_cart()
    town, area = (known.town, known.area) if known and known.town else chosen_town()
    return shipping.place_of(town, area) if town else None


def box(page_path: str, *, items: Money | None = None, live: bool = False) -> DeliveryBox | None:
    """Return the delivery box of a page for the chosen town; None where nothing is delivered.

    `items` is what the goods in question cost together: it decides whether delivery is free.
    The form leads back to this address; to `page_path` where this is the answer to a post.
    """
    here = request.full_path.rstrip("?") if request.method == "GET" else page_path
    back = f"{here}#{_TARGET}"
    return _box(chosen_place(), back, items, live=live)


def of_product(view: ProductView, url: str) -> DeliveryBox | None:
    """Return the delivery box of a product's page; a download travels by no road."""
    digital = view.product.kind == ProductKind.DIGITAL
    return None if digital else box(url, live=True)


def _box(
    place: Place | None, back: str, items: Money | None = None, *, live: bool, fresh: bool = False
) -> DeliveryBox | None:
    towns = shipping.towns()
    if not towns:
        return None
    names = [town.name for town in towns]
    if place is None:
        fee = shipping.lowest_fee()
        lowest = amount(fee) if fee else ""
        return DeliveryBox("", "", back, live, fresh=fresh, lowest=lowest, towns=names)
    options = shipping.options(place, items or Money(0, settings().currency))
    areas = next((town.areas for town in towns if town.name == place.town), ())
    return DeliveryBox(
        place.town, place.area, back, live, fresh, [way(one, place) for one in options],
        towns=names, areas=list(areas),
    )  # fmt: skip


@bp.post("/delivery-town")
@public
@from_shared_page
@limiter.limit(POSTS)
def delivery_town() -> ResponseReturnValue:
    """Remember a town, in the cart where there is one, and show what delivery there costs."""
    typed = request.form.get("town", ""), request.form.get("area", "")
    back = safe_path(request.form.get("next", "/"))
    try:
        place = shipping.delivered_to(*typed)
    except NotDelivered as error:
        return _refused(typed, back, error.sentence)
    known = current_cart()
    if known is not None:
        with suppress(CartClosed), unit_of_work():  # ordered this moment: the next one goes there
            carts.set_place(known.id, place.town, place.area)
    response = updates(back)
    if htmx.target_id() == _TARGET:
        response = page(_FRAGMENTS[_TARGET], delivery=_box(place, back, live=True, fresh=True))
    secure = current_app.extensions["config"].is_secure
    remember_town(response, place.town, place.area, secure=secure)
    return response


def _refused(typed: tuple[str, str], back: str, sentence: str) -> ResponseReturnValue:
    """Answer 422 with what was typed, in place or on a page of its own."""
    live = htmx.target_id() == _TARGET
    shown = _box(None, back, live=live, fresh=live)
    shown = shown or DeliveryBox("", "", back, live=False)
    return invalid(
        "storefront/delivery_town.html",
        fragments=_FRAGMENTS,
        **framed(
            _("Error: %(title)s", title=_("Delivery to your town")),
            delivery=replace(shown, town=typed[0], area=typed[1], error=sentence),
        ),
    )
