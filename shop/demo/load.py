"""Fill an empty shop: with Nyuzi through the domain's actions, with made-up goods in bulk."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

from sqlalchemy import exists, func, select

from shop.demo import gallery, ground
from shop.demo.bulk import BulkWriter
from shop.demo.catalogue import demo_products, demo_shop
from shop.demo.clear import clear
from shop.demo.generate import generated_products
from shop.demo.orders.load import load_orders
from shop.demo.progress import Progress, silent
from shop.demo.records import DemoProduct
from shop.domain.catalogue.actions import products, publication
from shop.domain.catalogue.drafts import (
    ImageDraft,
    OptionDraft,
    ProductDraft,
    ValueDraft,
    VariantDraft,
)
from shop.domain.catalogue.models import COLOUR, SIZE, Product, Variant
from shop.domain.inventory import actions as inventory
from shop.domain.search import actions as search
from shop.domain.settings import actions as settings
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.errors import Conflict
from shop.kernel.i18n import _
from shop.kernel.quantity import Unit
from shop.kernel.unit_of_work import unit_of_work

__all__ = ["clear", "load_generated", "load_nyuzi", "load_orders", "renew"]
BATCH = 1_000


def load_nyuzi(progress: Progress = silent) -> int:
    """Load the demo shop in one unit of work; returns how many products it has.

    Raises `Conflict` where the shop has products already.
    """
    _refuse_unless_empty()
    gallery.store_files(progress)
    goods = demo_products()
    with unit_of_work(), progress("Nyuzi", len(goods)) as done:
        ground.lay_ground()
        pictures = gallery.record_pictures()
        hero = [key for key in demo_shop().hero if key in pictures]
        settings.change({"hero_media": hero})
        taxes, categories = ground.tax_class_ids(), ground.category_ids()
        for good in goods:
            product = products.create(
                _draft(good, taxes[good.tax], categories[good.category], pictures)
            )
            publication.publish(product)
            _stock(product, good)
            done(1)
    _index(progress)
    return len(goods)


def renew() -> bool:
    """Bring a demo of an older version up to date; tells whether there is one."""
    with unit_of_work():
        return ground.renew_ground()


def load_generated(n: int, seed: int, progress: Progress = silent) -> int:
    """Add `n` made-up products in batches; the same ones for the same seed.

    Raises `Conflict` where there are made-up products already. What a broken-off run left behind
    is removed by `clear`.
    """
    if n and session().scalar(select(exists().where(Variant.sku == "G0000000-00"))):
        raise Conflict(_("There are made-up products already: run “flask demo clear” first."))
    with unit_of_work():
        ground.lay_ground()
        ground.widen_tree()
        writer = BulkWriter(gallery.record_pictures())
    gallery.store_files(silent)
    goods = generated_products(n, seed)
    with progress("Products", n) as done:
        while batch := list(islice(goods, BATCH)):
            with unit_of_work():
                writer.write(batch)
            done(len(batch))
    with unit_of_work():
        writer.finish()
    _index(progress)
    return n


def _index(progress: Progress) -> None:
    """Make the search index here and now: nobody wants to wait for a worker to browse a demo."""
    count = session().scalar(select(func.count()).select_from(Product)) or 0
    with progress("Search", count) as done, unit_of_work():
        told = 0

        def tell(so_far: int) -> None:
            nonlocal told
            done(so_far - told)
            told = so_far

        search.rebuild(tell)


def _refuse_unless_empty() -> None:
    if session().scalar(select(exists().where(Product.id > 0))):
        raise Conflict(
            _("This shop has products already: the demo is loaded into an empty shop only.")
        )


def _draft(
    good: DemoProduct, tax_class: int, category: int, pictures: dict[str, int]
) -> ProductDraft:
    return ProductDraft(
        slug=good.slug,
        name=good.name,
        material=good.material,
        description=good.description,
        size_guide=demo_shop().size_guides.get(good.size_guide, {}),
        tax_class_id=tax_class,
        category_ids=[category],
        unit=Unit(good.unit),
        quantity_step=good.step,
        tags=good.tags,
        popularity=good.popularity,
        options=_options(good),
        variants=[
            VariantDraft(
                sku=variant.sku,
                barcode=variant.barcode,
                price_minor=variant.price,
                compare_at_minor=variant.compare_at,
                cost_minor=variant.cost,
                weight_grams=variant.weight,
                values={COLOUR: variant.colour} | ({SIZE: variant.size} if variant.size else {}),
            )
            for variant in good.variants
        ],
        images=[
            ImageDraft(media_id, alt, colour)
            for media_id, colour, alt in gallery.shown(good, pictures)
        ],
        publish_at=clock.now() - timedelta(seconds=good.age),
        demo=True,
    )


def _options(good: DemoProduct) -> list[OptionDraft]:
    colours = [ValueDraft(colour.code, colour.label, colour.hex) for colour in good.colours]
    options = [OptionDraft(COLOUR, ground.OPTION_NAMES[COLOUR], colours)]
    if good.sizes:
        sizes = [
            ValueDraft(size.code, size.label, detail={"en": size.detail, "fr": size.detail})
            for size in good.sizes
        ]
        options.append(OptionDraft(SIZE, ground.OPTION_NAMES[SIZE], sizes))
    return options


def _stock(product: Product, good: DemoProduct) -> None:
    wanted = {variant.sku: variant.stock for variant in good.variants if variant.stock}
    rows = session().execute(
        select(Variant.id, Variant.sku).where(Variant.product_id == product.id).order_by(Variant.id)
    )
    for row in rows:
        if row.sku in wanted:
            inventory.receive(row.id, wanted[row.sku], reason=ground.REASON, actor=ground.ACTOR)
