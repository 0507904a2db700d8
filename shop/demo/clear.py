"""Remove what the demo loaded, and nothing that people added."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, exists, func, select

from shop.demo.catalogue import demo_shop
from shop.demo.delivery import remove_delivery
from shop.demo.orders.remove import remove_orders
from shop.demo.payments import remove_payments
from shop.demo.progress import Progress, silent
from shop.domain.catalogue.actions import publication
from shop.domain.catalogue.models import (
    Category,
    FacetValue,
    Listing,
    Product,
    ProductCategory,
    ProductImage,
    Variant,
)
from shop.domain.catalogue.statuses import ProductStatus
from shop.domain.content.models import ContentPage
from shop.domain.inventory.models import Movement
from shop.domain.media.models import Media
from shop.domain.media.ports import file_store
from shop.domain.orders.models import OrderLine
from shop.domain.search import actions as search
from shop.domain.settings.actions import SHOPFRONT
from shop.domain.settings.models import SettingRow
from shop.domain.tax.models import TaxClass, TaxRate
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work

BATCH = 500


def clear(progress: Progress = silent) -> int:
    """Remove the demo's orders, its products and what only they used; tells how many products.

    What somebody ordered stays, archived and no longer of the demo: no order but the demo's own is
    ever deleted.
    """
    remove_orders(progress)
    with unit_of_work():
        _keep_what_was_ordered()
    count = session().scalar(select(func.count()).select_from(Product).where(Product.demo)) or 0
    with progress("Clearing", count) as done:
        while ids := session().scalars(select(Product.id).where(Product.demo).limit(BATCH)).all():
            with unit_of_work():
                _remove_products(ids)
            done(len(ids))
    with unit_of_work():
        files = _remove_media()
        _remove_categories()
        _remove_settings()
        session().execute(delete(ContentPage).where(ContentPage.demo))
        remove_delivery()
        remove_payments()
        used = exists().where(Product.tax_class_id == TaxClass.id)
        rated = exists().where(TaxRate.class_id == TaxClass.id)
        session().execute(delete(TaxClass).where(TaxClass.demo, ~used, ~rated))
        _remove_facet_values()
        versions.bump(SHOPFRONT)
        search.rebuild()
    for file in files:
        file_store().delete(file)
    return count


def _keep_what_was_ordered() -> None:
    ordered = exists().where(OrderLine.product_id == Product.id)
    for product in session().scalars(select(Product).where(Product.demo, ordered)).all():
        product.demo = False
        if product.status == ProductStatus.PUBLISHED:
            session().flush()
            publication.archive(product)
    session().flush()


def _remove_products(ids: Sequence[int]) -> None:
    """Movements first: their trigger lets them go while it can see that the product is a demo."""
    current = session()
    variants = select(Variant.id).where(Variant.product_id.in_(ids))
    current.execute(delete(Movement).where(Movement.variant_id.in_(variants)))
    current.execute(delete(Product).where(Product.id.in_(ids)))


def _remove_media() -> list[str]:
    """Remove demo pictures that no gallery shows; return their files."""
    used = exists().where(ProductImage.media_id == Media.id)
    rows = session().execute(select(Media.id, Media.renditions).where(Media.demo, ~used)).all()
    for start in range(0, len(rows), BATCH):
        ids = [row.id for row in rows[start : start + BATCH]]
        session().execute(delete(Media).where(Media.id.in_(ids)))
    return [made["file"] for row in rows for made in row.renditions]


def _remove_categories() -> None:
    """Remove demo categories from the leaves up; those that hold something stay."""
    child = Category.__table__.alias()
    holds = exists().where(ProductCategory.category_id == Category.id)
    parent = exists().where(child.c.parent_id == Category.id)
    while ids := session().scalars(select(Category.id).where(Category.demo, ~holds, ~parent)).all():
        session().execute(delete(Category).where(Category.id.in_(ids)))


def _remove_settings() -> None:
    """Forget the settings that still say what the demo wrote."""
    wrote, hero = demo_shop().settings, set(demo_shop().hero)
    for row in session().scalars(select(SettingRow)).all():
        hangs = row.key == "hero_media" and hero.issuperset(row.value)
        if hangs or (row.key in wrote and row.value == wrote[row.key]):
            session().delete(row)
    session().flush()


def _remove_facet_values() -> None:
    """Forget sizes and tags that no product has, from the last bit down: bits have no gaps."""
    for kind, column in (("size", Listing.sizes), ("tag", Listing.tags)):
        used = max(session().scalars(select(func.max(column))).one() or 0, 0).bit_length()
        session().execute(delete(FacetValue).where(FacetValue.kind == kind, FacetValue.bit >= used))
