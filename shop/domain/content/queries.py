"""Content pages for shoppers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from shop.domain.content.models import ContentPage
from shop.domain.settings.actions import SHOPFRONT
from shop.kernel.db import read, session
from shop.kernel.i18n import Translated
from shop.kernel.versions import Remembered


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page that stands in the footer."""

    slug: str
    title: Translated


def page_at(slug: str) -> ContentPage | None:
    """Return the published page at `slug`."""
    return (
        session()
        .scalars(
            select(ContentPage).where(ContentPage.slug == slug, ContentPage.published.is_(True))
        )
        .first()
    )


def _links() -> list[PageLink]:
    rows = read(
        select(ContentPage.slug, ContentPage.title)
        .where(ContentPage.published.is_(True), ContentPage.position.is_not(None))
        .order_by(ContentPage.position, ContentPage.id)
    )
    return [PageLink(row.slug, row.title) for row in rows]


footer_links = Remembered(SHOPFRONT, _links)
