"""Whether a product may be seen."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, bindparam, or_

from shop.domain.catalogue.models import Product
from shop.domain.catalogue.statuses import ProductStatus
from shop.kernel import clock
from shop.kernel.columns import UTCDateTime

# Read when a statement runs, so that statements can be made once.
_MOMENT = bindparam("moment", callable_=clock.now, type_=UTCDateTime)
_VISIBLE = and_(
    Product.status == ProductStatus.PUBLISHED,
    or_(Product.publish_at.is_(None), Product.publish_at <= _MOMENT),
    or_(Product.unpublish_at.is_(None), Product.unpublish_at > _MOMENT),
)


def visible_now() -> ColumnElement[bool]:
    """Return the condition under which a product may be seen at the moment of the statement."""
    return _VISIBLE
