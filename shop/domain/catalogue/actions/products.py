"""Create products with their options, variants, pictures and categories."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import exists, select

from shop.domain.catalogue.actions import listing, variants
from shop.domain.catalogue.drafts import ProductDraft
from shop.domain.catalogue.errors import DuplicateSku, DuplicateSlug
from shop.domain.catalogue.events import ProductChanged
from shop.domain.catalogue.models import Product, ProductCategory, ProductImage, Variant
from shop.kernel.db import session
from shop.kernel.errors import Invalid
from shop.kernel.events import emit
from shop.kernel.i18n import _, pick
from shop.kernel.slugs import unique_slug


def create(draft: ProductDraft) -> Product:
    """Make a product as a draft; publishing it is a verb of its own.

    Raises `DuplicateSlug`, `DuplicateSku`, or `Invalid` for a variant without its options.
    """
    _check(draft)
    current = session()
    product = Product(
        slug=draft.slug or unique_slug(pick(draft.name, "en"), _slug_taken),
        name=dict(draft.name), material=dict(draft.material), description=dict(draft.description),
        size_guide=dict(draft.size_guide), seo_title=dict(draft.seo_title),
        seo_description=dict(draft.seo_description), kind=draft.kind,
        unit=draft.unit,
        quantity_step=draft.quantity_step, tax_class_id=draft.tax_class_id,
        tags=list(draft.tags), popularity=draft.popularity, publish_at=draft.publish_at,
        unpublish_at=draft.unpublish_at, demo=draft.demo,
    )  # fmt: skip
    current.add(product)
    current.flush()
    current.add_all(
        ProductCategory(product_id=product.id, category_id=category_id, position=position)
        for position, category_id in enumerate(draft.category_ids)
    )
    values = variants.add_options(product.id, draft)
    variants.add_variants(product.id, draft, values)
    current.add_all(
        ProductImage(
            product_id=product.id, media_id=image.media_id, alt=dict(image.alt), position=position,
            option_value_id=values.get(("colour", image.colour or "")),
        )
        for position, image in enumerate(draft.images)
    )  # fmt: skip
    current.flush()
    listing.refresh([product.id])
    emit(ProductChanged(product.id))
    return product


def _slug_taken(slug: str) -> bool:
    return bool(session().scalar(select(exists().where(Product.slug == slug))))


def _check(draft: ProductDraft) -> None:
    if draft.slug and _slug_taken(draft.slug):
        raise DuplicateSlug(
            _("There is a product at “%(slug)s” already.", slug=draft.slug), field="slug"
        )
    wanted = {option.code for option in draft.options}
    for variant in draft.variants:
        if set(variant.values) != wanted:
            raise Invalid(
                _("The variant “%(sku)s” needs one value of each option.", sku=variant.sku),
                code="OPTIONS", field="variants",
            )  # fmt: skip
    _check_skus(variant.sku for variant in draft.variants)


def _check_skus(skus: Iterable[str]) -> None:
    wanted = list(skus)
    taken = session().scalars(select(Variant.sku).where(Variant.sku.in_(wanted))).first()
    twice = next((sku for sku in wanted if wanted.count(sku) > 1), None)
    if taken or twice:
        raise DuplicateSku(
            _("The SKU “%(sku)s” is in use already.", sku=taken or twice), field="sku"
        )
