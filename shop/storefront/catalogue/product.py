"""The product page; a change of variant swaps the offer."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from shop.domain.catalogue.queries import navigation
from shop.domain.catalogue.queries.detail import ProductView, VariantView, product_at
from shop.domain.catalogue.queries.listing import related_to
from shop.domain.content.markdown import to_html, to_text
from shop.domain.inventory.queries import available_of
from shop.kernel.formatting import per_unit
from shop.kernel.i18n import _, pick
from shop.kernel.quantity import Unit
from shop.storefront.blueprint import bp
from shop.storefront.catalogue import offer, structured
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
    description_html: Markup
    details: list[tuple[str, str]]
    size_guide: Markup | None
    related: list[Card]
    whatsapp_url: str
    share_url: str


def _markup(source: str) -> Markup:
    return Markup(to_html(source))  # noqa: S704 - sanitised by the one module that may


def _details(view: ProductView, variant: VariantView) -> list[tuple[str, str]]:
    sizes = [
        (pick(option.name), ", ".join(filter(None, (pick(value.label), pick(value.detail)))))
        for option in view.options
        for value in option.values
        if value.id in variant.values
    ]
    weight = [(_("Weight"), f"{variant.weight_grams}\u00a0g")] if variant.weight_grams else []
    material = [(_("Material"), pick(view.product.material))] if view.product.material else []
    return material + sizes + weight


def _size_guide(view: ProductView, home: navigation.Node | None) -> Markup | None:
    source = pick(view.product.size_guide)
    if not source and home is not None:
        source = navigation.size_guide_of(home)
    return _markup(source) if source else None


def _page(view: ProductView, variant: VariantView, available: dict[int, int]) -> ProductPage:
    product, unit = view.product, Unit(view.product.unit)
    price, was, saving = offer.price_words(variant)
    stock_text, tone = offer.stock_words(available.get(variant.id, 0), unit)
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
        description_html=_markup(pick(product.description)), details=_details(view, variant),
        size_guide=_size_guide(view, home), related=cards(related),
        whatsapp_url="https://wa.me/?text=" + quote(f"{pick(product.name)} {absolute}"),
        share_url=absolute,
    )  # fmt: skip


@bp.get("/p/<slug>")
@shared
def product(slug: str) -> ResponseReturnValue:
    """One product with one of its variants chosen."""
    view = product_at(slug)
    if view is None:
        abort(404)
    available = available_of(view.product.id)
    variant = offer.choose(view, available, request.args)
    shown = _page(view, variant, available)
    homes = [navigation.tree().by_id.get(id_) for id_ in view.category_ids[:1]]
    steps = trail(homes[0] if homes else None)
    summary = pick(view.product.seo_description) or to_text(pick(view.product.description))[:160]
    base = current_app.extensions["config"].public_url
    picture = f"{base}{shown.gallery[0].webp[-1][0]}" if shown.gallery else None
    return page(
        "storefront/catalogue/product.html",
        fragments={"product-offer": "storefront/catalogue/_offer.html"},
        **framed(
            pick(view.product.seo_title) or shown.name, description=summary, canonical=shown.url,
            breadcrumb=steps, product=shown, og_picture=picture,
            json_ld=[
                structured.product(view, shown.share_url, summary, picture, available),
                structured.breadcrumb(steps, base),
            ],
        ),
    )  # fmt: skip
