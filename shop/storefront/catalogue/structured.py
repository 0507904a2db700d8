"""Structured data for search engines: schema.org as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from shop.domain.catalogue.queries.detail import ProductView
from shop.domain.catalogue.queries.facets import settings
from shop.kernel.i18n import pick
from shop.kernel.money import exponent


def _json(value: dict[str, Any]) -> Markup:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps({"@context": "https://schema.org"} | value, ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 - every character that could matter is escaped above


def _decimal(minor: int, currency: str) -> str:
    digits = exponent(currency)
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}}" if digits else str(whole)


def product(
    view: ProductView, url: str, summary: str, picture: str | None, available: Mapping[int, int]
) -> Markup:
    """Return a Product with an offer for each variant (schema.org/Product)."""
    currency = settings().currency
    offers = [
        {
            "@type": "Offer",
            "sku": variant.sku,
            "price": _decimal(variant.price_minor, currency),
            "priceCurrency": currency,
            "availability": "https://schema.org/"
            + ("InStock" if available.get(variant.id, 0) > 0 else "OutOfStock"),
            "url": f"{url}?variant={variant.public_id}",
        }
        for variant in view.variants
    ]
    value = {
        "@type": "Product",
        "name": pick(view.product.name),
        "description": summary,
        "url": url,
        "offers": offers,
    }
    if view.product.material:
        value["material"] = pick(view.product.material)
    return _json(value | ({"image": picture} if picture else {}))


def breadcrumb(steps: list[tuple[str, str]], base: str) -> Markup:
    """Return a BreadcrumbList (schema.org/BreadcrumbList)."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": base + url}
        for place, (name, url) in enumerate(steps, start=1)
    ]
    return _json({"@type": "BreadcrumbList", "itemListElement": items})
