"""Content pages for shoppers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from shop.domain.content.models import ContentPage
from shop.domain.settings.actions import SHOPFRONT
from shop.kernel.db import session
from shop.kernel.i18n import Translated
from shop.kernel.stored_json import parsed
from shop.kernel.versions import Together


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


_LINKS = select(ContentPage.slug, ContentPage.title, ContentPage.position, ContentPage.id).where(
    ContentPage.published.is_(True), ContentPage.position.is_not(None)
)


def _links(rows: Sequence[tuple[str, ...]]) -> list[PageLink]:
    ordered = sorted(rows, key=lambda row: (int(row[2]), int(row[3])))
    return [PageLink(slug, parsed(title)) for slug, title, _position, _id in ordered]


footer_links = Together(SHOPFRONT, _LINKS, _links)
