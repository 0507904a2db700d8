"""Write content pages."""

from __future__ import annotations

from sqlalchemy import select

from shop.domain.content.models import ContentPage
from shop.domain.settings.actions import SHOPFRONT
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.i18n import Translated


def write(
    slug: str, title: Translated, body: Translated, *, position: int | None, demo: bool = False
) -> ContentPage:
    """Write the page at `slug`, making it first where there is none."""
    current = session()
    page = current.scalars(select(ContentPage).where(ContentPage.slug == slug)).first()
    page = page or ContentPage(slug=slug)
    page.title, page.body, page.position, page.demo = dict(title), dict(body), position, demo
    current.add(page)
    current.flush()
    versions.bump(SHOPFRONT)
    return page
