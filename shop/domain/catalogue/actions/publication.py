"""Publish, take back, archive; and let the clock do it at the set dates."""

from __future__ import annotations

from sqlalchemy import exists, select

from shop.domain.catalogue.actions import listing
from shop.domain.catalogue.errors import NotSellable
from shop.domain.catalogue.events import ProductChanged
from shop.domain.catalogue.models import Listing, Product, Variant
from shop.domain.catalogue.queries.visibility import visible_now
from shop.domain.catalogue.statuses import MOVES, ProductStatus
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.events import emit
from shop.kernel.i18n import _
from shop.kernel.status import transition

_BATCH = 500


def publish(product: Product) -> None:
    """Let shoppers see a product, from its date on where it has one; raises `NotSellable`."""
    if not session().scalar(select(exists().where(Variant.product_id == product.id))):
        raise NotSellable(_("Add a price first: a product without one cannot be published."))
    first = {} if product.publish_at else {"publish_at": clock.now()}
    _move(product, ProductStatus.PUBLISHED, **first)


def withdraw(product: Product) -> None:
    """Make a published or archived product a draft again."""
    _move(product, ProductStatus.DRAFT)


def archive(product: Product) -> None:
    """Put a product away; what was sold of it stays readable."""
    _move(product, ProductStatus.ARCHIVED)


def _move(product: Product, to: ProductStatus, **stamps: object) -> None:
    transition(product, to, MOVES, **stamps)
    listing.refresh([product.id])
    emit(ProductChanged(product.id))


def apply_dates() -> int:
    """Refresh the listings of products whose date has come; returns how many there were."""
    stale = (
        session()
        .scalars(
            select(Product.id)
            .join(Listing, Listing.product_id == Product.id)
            .where(
                Product.status == ProductStatus.PUBLISHED,
                Listing.published != visible_now(),
                exists().where(Variant.product_id == Product.id),
            )
            .limit(_BATCH)
        )
        .all()
    )
    if stale:
        listing.refresh(stale)
        for product_id in stale:
            emit(ProductChanged(product_id))
    return len(stale)
