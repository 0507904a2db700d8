"""The pictures of products."""

from __future__ import annotations

from sqlalchemy import func, select

from shop.domain.catalogue.actions import listing
from shop.domain.catalogue.models import Product, ProductImage
from shop.kernel.db import session
from shop.kernel.errors import NotFound
from shop.kernel.i18n import Translated, _


def attach(slug: str, media_id: int, alt: Translated) -> None:
    """Add a picture at the end of a product's gallery; raises `NotFound`."""
    current = session()
    product_id = current.scalar(select(Product.id).where(Product.slug == slug))
    if product_id is None:
        raise NotFound(_("There is no product at “%(slug)s”.", slug=slug))
    last = current.scalar(
        select(func.max(ProductImage.position)).where(ProductImage.product_id == product_id)
    )
    position = 0 if last is None else last + 1
    current.add(
        ProductImage(product_id=product_id, media_id=media_id, alt=dict(alt), position=position)
    )
    current.flush()
    listing.refresh([product_id])


def refresh_where_shown(media_id: int) -> None:
    """Write the listings of the products that show a picture anew."""
    shown = session().scalars(
        select(ProductImage.product_id).where(ProductImage.media_id == media_id).distinct()
    )
    listing.refresh(list(shown))
