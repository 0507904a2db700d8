"""The pictures of products."""

from __future__ import annotations

from sqlalchemy import select

from shop.domain.catalogue.actions import listing
from shop.domain.catalogue.models import ProductImage
from shop.kernel.db import session


def refresh_where_shown(media_id: int) -> None:
    """Write the listings of the products that show a picture anew."""
    shown = session().scalars(
        select(ProductImage.product_id).where(ProductImage.media_id == media_id).distinct()
    )
    listing.refresh(list(shown))
