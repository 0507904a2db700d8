"""The facts about a product, folded under its buy bar."""

from __future__ import annotations

from markupsafe import Markup

from shop.domain.catalogue.queries import navigation
from shop.domain.catalogue.queries.detail import ProductView, VariantView
from shop.domain.content.markdown import to_html
from shop.kernel.i18n import _, pick


def markup(source: str) -> Markup:
    """Return Markdown as HTML."""
    return Markup(to_html(source))  # noqa: S704 - sanitised by the one module that may


def details(view: ProductView, variant: VariantView) -> list[tuple[str, str]]:
    """Return what it is made of, how large and how heavy it is."""
    sizes = [
        (pick(option.name), ", ".join(filter(None, (pick(value.label), pick(value.detail)))))
        for option in view.options
        for value in option.values
        if value.id in variant.values
    ]
    weight = [(_("Weight"), f"{variant.weight_grams}\u00a0g")] if variant.weight_grams else []
    material = [(_("Material"), pick(view.product.material))] if view.product.material else []
    return material + sizes + weight


def size_guide(view: ProductView, home: navigation.Node | None) -> Markup | None:
    """Return the product's own size guide, else that of its category."""
    source = pick(view.product.size_guide)
    if not source and home is not None:
        source = navigation.size_guide_of(home)
    return markup(source) if source else None
