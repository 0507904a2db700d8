"""What machines read: sitemap, robots, manifest, the icon."""

from __future__ import annotations

from xml.sax.saxutils import escape

from flask import Response, abort, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from shop.domain.catalogue.queries import navigation
from shop.domain.catalogue.queries.detail import for_sitemap
from shop.domain.catalogue.queries.facets import settings
from shop.domain.content.queries import footer_links
from shop.kernel.i18n import pick
from shop.storefront.blueprint import bp
from shop.web.access import public

PER_FILE = 10_000  # sitemaps.org allows 50,000 addresses a file; smaller ones answer sooner
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _base() -> str:
    base: str = current_app.extensions["config"].public_url
    return base


def _xml(root: str, entries: list[str]) -> Response:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n'
    return Response(
        head + "\n".join(entries) + f"\n</{root}>\n", content_type="application/xml; charset=utf-8"
    )


@bp.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """The pages, and the files that list the products."""
    base, after, files = _base(), 0, [f"{_base()}/sitemap-pages.xml"]
    while True:
        files.append(f"{base}/sitemap-products.xml?after={after}")
        rows = for_sitemap(after, PER_FILE)
        if len(rows) < PER_FILE:
            break
        after = rows[-1].id
    return _xml("sitemapindex", [f"<sitemap><loc>{escape(file)}</loc></sitemap>" for file in files])


@bp.get("/sitemap-pages.xml")
@public
def sitemap_pages() -> Response:
    """Front page, categories and content pages."""
    paths = [url_for("storefront.home")]
    paths += [url_for("storefront.category", path=path) for path in navigation.tree().by_path]
    paths += [url_for("storefront.page", slug=link.slug) for link in footer_links()]
    return _xml("urlset", [f"<url><loc>{escape(_base() + path)}</loc></url>" for path in paths])


@bp.get("/sitemap-products.xml")
@public
def sitemap_products() -> Response:
    """Products with ids above `?after=`."""
    after = request.args.get("after", "0")
    if not after.isascii() or not after.isdigit() or len(after) > 18:  # noqa: PLR2004 - a 64 bit id
        abort(404)
    return _xml(
        "urlset",
        [
            f"<url><loc>{escape(_base() + url_for('storefront.product', slug=row.slug))}</loc>"
            f"<lastmod>{row.updated_at.date().isoformat()}</lastmod></url>"
            for row in for_sitemap(int(after), PER_FILE)
        ],
    )


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """What crawlers may read: all but filtered lists, searches, purchases and the back office."""
    lines = [
        "User-agent: *", "Disallow: /admin", "Disallow: /search", "Disallow: /suggestions",
        "Disallow: /cart", "Disallow: /checkout", "Disallow: /orders", "Disallow: /*?*sort=",
        "Disallow: /*?*after=", f"Sitemap: {_base()}/sitemap.xml",
    ]  # fmt: skip
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """What a phone needs to put the shop on its home screen (W3C Web App Manifest)."""
    assets = current_app.extensions["assets"]
    icons = [
        {"src": assets[f"icons/icon-{size}.png"], "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    response = jsonify(
        name=settings().name, short_name=settings().name, description=pick(settings().intro),
        start_url="/", display="standalone", background_color="#f7f7f4", theme_color="#f7f7f4",
        icons=icons,
    )  # fmt: skip
    response.content_type = "application/manifest+json"
    return response


@bp.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """Old browsers ask here; the icon lies elsewhere."""
    return redirect(current_app.extensions["assets"]["icons/icon-192.png"], 302)
