"""Content pages."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from shop.domain.content.markdown import to_html, to_text
from shop.domain.content.queries import page_at
from shop.kernel.i18n import _, pick
from shop.storefront.blueprint import bp
from shop.storefront.context import framed
from shop.web.access import shared
from shop.web.rendering import page as render


@dataclass(frozen=True, slots=True)
class PageView:
    """A page's heading and its sanitised text."""

    title: str
    html: Markup


@bp.get("/pages/<slug>")
@shared
def page(slug: str) -> ResponseReturnValue:
    """One page that the shop wrote."""
    found = page_at(slug)
    if found is None:
        abort(404)
    body, title = pick(found.body), pick(found.title)
    html = Markup(to_html(body))  # noqa: S704 - sanitised by the one module that may
    return render(
        "storefront/pages/page.html",
        **framed(
            title, description=to_text(body)[:160], page=PageView(title, html),
            breadcrumb=[(_("Shop"), url_for("storefront.home"))],
        ),
    )  # fmt: skip
