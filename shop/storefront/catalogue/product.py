"""The product page; a change of variant swaps the offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from shop.domain.catalogue.queries import navigation
from shop.domain.catalogue.queries.detail import ProductView, VariantView, product_at
from shop.domain.catalogue.queries.listing import related_to
from shop.domain.content.markdown import to_text
from shop.domain.inventory.queries import available_of
from shop.kernel.formatting import per_unit
from shop.kernel.i18n import pick
from shop.kernel.quantity import Unit
from shop.storefront import delivery
from shop.storefront.blueprint import bp
from shop.storefront.catalogue import about, buying, offer, structured
from shop.storefront.catalogue.cards import Card, cards
from shop.storefront.catalogue.pictures import Picture
from shop.storefront.catalogue.rails import trail
from shop.storefront.context import framed
from shop.web.access import shared
from shop.web.rendering import page

_RELATED = 4


@dataclass(frozen=True, slots=True)
class ProductPage:
    """What `storefront/catalogue/product.html` draws."""

    name: str
    material: str
    url: str
    gallery: list[Picture]
    price: str
    was: str | None
    saving: str | None
    price_from: bool
    unit_text: str
    options: list[offer.OptionGroup]
    stock_text: str
    stock_tone: str
    variant_code: str
    buy: buying.Buy
    description_html: Markup
    details: list[tuple[str, str]]
    size_guide: Markup | None
    related: list[Card]
    whatsapp_url: str
    share_url: str
    order_url: str


def _page(
    view: ProductView,
    variant: VariantView,
    available: dict[int, int],
    typed: str | None,
    error: str,
) -> ProductPage:
    product, unit = view.product, Unit(view.product.unit)
    price, was, saving = offer.price_words(variant)
    left, step = available.get(variant.id, 0), product.quantity_step
    stock_text, tone = offer.stock_words(left, unit)
    url = url_for("storefront.product", slug=product.slug)
    absolute = f"{current_app.extensions['config'].public_url}{url}"
    home = navigation.tree().by_id.get(view.category_ids[0]) if view.category_ids else None
    related = related_to(product.id, home.id if home else None, _RELATED)
    return ProductPage(
        name=pick(product.name), material=pick(product.material), url=url,
        gallery=offer.gallery(view, variant), price=price, was=was, saving=saving,
        price_from=False, unit_text=per_unit(unit),
        options=offer.option_groups(view, variant, available), stock_text=stock_text,
        stock_tone=tone, variant_code=variant.sku,
        buy=buying.buy(variant.public_id, unit, step, left, typed=typed, error=error),
        description_html=about.markup(pick(product.description)),
        details=about.details(view, variant),
        size_guide=about.size_guide(view, home), related=cards(related),
        whatsapp_url="https://wa.me/?text=" + quote(f"{pick(product.name)} {absolute}"),
        share_url=absolute, order_url=offer.order_link(view, variant, absolute),
    )  # fmt: skip


@bp.get("/p/<slug>")
@shared
def product(slug: str) -> ResponseReturnValue:
    """One product with one of its variants chosen."""
    return answer(slug, request.args, typed=request.args.get("quantity"))


def answer(
    slug: str,
    args: Mapping[str, str],
    *,
    typed: str | None = None,
    error: str = "",
    status: int = 200,
) -> Response:
    """Return a product's page: `args` choose the variant, the bar shows what was `typed`."""
    view = product_at(slug)
    if view is None:
        abort(404)
    available = available_of(view.product.id)
    variant = offer.choose(view, available, args)
    shown = _page(view, variant, available, typed, error)
    homes = [navigation.tree().by_id.get(id_) for id_ in view.category_ids[:1]]
    steps = trail(homes[0] if homes else None)
    summary = pick(view.product.seo_description) or to_text(pick(view.product.description))[:160]
    base = current_app.extensions["config"].public_url
    picture = f"{base}{shown.gallery[0].webp[-1][0]}" if shown.gallery else None
    return page(
        "storefront/catalogue/product.html",
        fragments={"product-offer": "storefront/catalogue/_offer.html"},
        status=status,
        **framed(
            pick(view.product.seo_title) or shown.name, description=summary, canonical=shown.url,
            breadcrumb=steps, product=shown, og_picture=picture,
            delivery=delivery.of_product(view, shown.url),
            json_ld=[
                structured.product(view, shown.share_url, summary, picture, available),
                structured.breadcrumb(steps, base),
            ],
        ),
    )  # fmt: skip
