"""The loader from end to end: a shop that all checks find sound, and a clean way back."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from shop.cli.demo import group
from shop.config import Environment
from shop.demo import gallery
from shop.demo.bulk import told
from shop.demo.catalogue import demo_products, demo_shop
from shop.demo.ground import lay_ground
from shop.demo.load import clear, load_generated, load_nyuzi
from shop.domain.cart import actions as carts
from shop.domain.cart.models import CartLine
from shop.domain.catalogue.actions import categories, products
from shop.domain.catalogue.drafts import ProductDraft, VariantDraft
from shop.domain.catalogue.models import (
    Category,
    Listing,
    Product,
    ProductImage,
    Shelf,
    Variant,
)
from shop.domain.inventory import actions as inventory
from shop.domain.inventory.models import Level, Movement
from shop.domain.media.models import Media
from shop.domain.media.ports import file_store
from shop.domain.ops import checks
from shop.domain.ops.registered import ALL_CHECKS
from shop.domain.search.models import SearchDocument
from shop.domain.settings.actions import change
from shop.domain.settings.queries import shop_settings
from shop.domain.tax.models import TaxClass
from shop.kernel.db import session
from shop.kernel.errors import Conflict
from shop.kernel.model import Base
from shop.kernel.quantity import Unit
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import placed, seen

pytestmark = pytest.mark.usefixtures("database")


def _count(model: type[Base]) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def _sound() -> list[str]:
    return [violation.check.code for violation in checks.run(ALL_CHECKS)]


def test_nyuzi_fills_an_empty_shop() -> None:
    """Every product published, priced, stocked, found, all checks hold; and that only once."""
    goods = demo_products()
    assert load_nyuzi() == len(goods)
    assert _count(Product) == _count(Listing) == _count(SearchDocument) == len(goods)
    assert _count(Variant) == sum(len(good.variants) for good in goods)
    assert session().scalar(select(func.count()).where(Listing.published)) == len(goods)
    out = session().scalar(select(func.count()).where(Listing.stock_state == "out"))
    assert out == sum(good.sold_out for good in goods)
    assert shop_settings().name == "Nyuzi"
    assert _sound() == []
    with pytest.raises(Conflict, match="empty shop only"):
        load_nyuzi()
    assert _count(Product) == len(goods)


def test_generated_goods_join_the_shop() -> None:
    """In bulk, yet like anything that came through the actions."""
    assert load_generated(150, seed=5) == 150
    assert _count(Product) == _count(Listing) == _count(SearchDocument) == 150
    assert _count(Level) >= _count(Movement) > 0
    root = session().scalars(select(Category).where(Category.path == "all")).one()
    shelved = session().scalar(select(func.count()).where(Shelf.category_id == root.id))
    assert shelved == 150
    assert _sound() == []
    with pytest.raises(Conflict, match="made-up products already"):
        load_generated(10, seed=6)


def _fingerprint() -> list[Any]:
    product = session().execute(
        select(Product.public_id, Product.slug, Product.name, Product.tags).order_by(Product.id)
    )
    variant = session().execute(
        select(Variant.public_id, Variant.sku, Variant.price_minor).order_by(Variant.id)
    )
    return [*map(tuple, product), *map(tuple, variant)]


def test_the_same_seed_fills_the_same_shop() -> None:
    """Also after clearing, down to the public ids."""
    load_generated(40, seed=9)
    first = _fingerprint()
    clear()
    load_generated(40, seed=9)
    assert _fingerprint() == first


def test_actions_go_on_after_a_bulk_load() -> None:
    """The database's own counters lie behind the ids that were given in bulk."""
    load_generated(5, seed=2)
    own = _own_product()
    assert own.id > 5
    assert _sound() == []


def _own_product() -> Product:
    """Make a product as a shopkeeper would, in a category of the demo."""
    with unit_of_work() as current:
        tax = current.scalars(select(TaxClass.id)).first()
        if tax is None:
            current.add(TaxClass(code="own", name={"en": "Own"}))
            current.flush()
            tax = current.scalars(select(TaxClass.id)).one()
        place = current.scalars(select(Category).where(Category.slug == "cushions")).first()
        place = place or categories.root()
        draft = ProductDraft(
            name={"en": "My own thing"},
            tax_class_id=tax,
            category_ids=[place.id],
            variants=[VariantDraft(sku="OWN-1", price_minor=1_000)],
        )
        product = products.create(draft)
        variant = current.scalars(select(Variant.id).where(Variant.product_id == product.id)).one()
        inventory.receive(variant, 7)
    return product


def test_clearing_leaves_what_people_added() -> None:
    """Their product, its category, its tax class, its stock; nothing else of the demo."""
    load_nyuzi()
    load_generated(30, seed=1)
    own = _own_product()
    assert clear() == len(demo_products()) + 30
    assert session().scalars(select(Product.id)).all() == [own.id]
    assert _count(Movement) == _count(Level) == 1
    assert session().scalars(select(Category.slug).order_by(Category.id)).all() == [
        "all",
        "cushions",
    ]
    assert session().scalars(select(TaxClass.code)).all() == ["standard"]
    assert _count(Media) == _count(ProductImage) == 0
    assert shop_settings().name != "Nyuzi"
    assert session().scalar(text("SELECT count(*) FROM content_pages")) == 0
    assert _sound() == []


def test_clearing_keeps_what_somebody_ordered() -> None:
    """The order, its stock and its product, archived; carts forget what is gone."""
    load_generated(5, seed=1)
    rows = session().execute(
        select(Variant, Product.unit)
        .join(Product, Product.id == Variant.product_id)
        .join(Level, Level.variant_id == Variant.id)
        .where(Level.on_hand > 0)
    )
    in_stock = {variant.product_id: (variant, Unit(unit).one) for variant, unit in rows}
    (variant, one), (left_behind, length) = list(in_stock.values())[:2]
    with unit_of_work():
        order = placed([(variant, one)])
        carts.add(carts.start("KES", "en").id, left_behind.id, length)
    assert clear() == 4
    (kept,) = session().scalars(select(Product)).all()
    assert (kept.id, kept.status, kept.demo) == (variant.product_id, "archived", False)
    assert seen(order).number == order.number
    assert _count(CartLine) == 0
    assert _sound() == []


def test_clearing_keeps_settings_that_people_changed() -> None:
    """A shop that was renamed keeps its name."""
    with unit_of_work():
        lay_ground()
        change({"name": "Our own shop"})
    clear()
    assert shop_settings().name == "Our own shop"
    assert shop_settings().phone == ""


def test_clearing_an_empty_shop_does_nothing() -> None:
    """No demo, no harm."""
    assert clear() == 0
    assert _sound() == []


def test_pictures_come_along(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Drawn pictures are stored, recorded once, shown in the gallery and hung in the hero."""
    good, hero = demo_products()[0], demo_shop().hero[0]
    keys = [f"{good.sku.lower()}-{good.colours[0].code}-{view}" for view in ("main", "close")]
    drawn = {}
    for key in (*keys, hero):
        (tmp_path / f"{key}-360.avif").write_bytes(b"picture")
        made = {
            "format": "avif",
            "width": 360,
            "height": 450,
            "file": f"{key}-360.avif",
            "bytes": 7,
        }
        drawn[key] = {"width": 360, "height": 450, "colour": "#123456", "renditions": [made]}
    monkeypatch.setattr(gallery, "manifest", lambda: drawn)
    monkeypatch.setattr(gallery, "FOLDER", tmp_path)
    load_nyuzi()
    assert _count(Media) == 3
    shown = session().execute(
        select(Media.key, ProductImage.alt)
        .join(ProductImage, ProductImage.media_id == Media.id)
        .join(Product, Product.id == ProductImage.product_id)
        .where(Product.slug == good.slug)
        .order_by(ProductImage.position)
    )
    assert [(row.key, row.alt["fr"]) for row in shown] == [
        (keys[0], "Kanga Karibu nyumbani, garance"),
        (keys[1], "Kanga Karibu nyumbani, garance, vu de près"),
    ]
    assert shop_settings().hero_media == (hero,)
    assert file_store().get(f"{keys[0]}-360.avif") == b"picture"
    clear()
    assert _count(Media) == 0
    assert shop_settings().hero_media == ()


@pytest.mark.parametrize(
    ("available", "unit"),
    [(0, Unit.PIECE), (5, Unit.PIECE), (6, Unit.PIECE), (50, Unit.METRE), (550, Unit.METRE)],
)
def test_bulk_tells_stock_as_the_inventory_does(available: int, unit: Unit) -> None:
    """The bulk writer's rule is the one that every later movement applies."""
    with unit_of_work():
        lay_ground()
    product = _own_product()
    with unit_of_work() as current:
        product.unit = unit
        variant = current.scalars(select(Variant.id)).one()
        current.flush()
        inventory.adjust(variant, -7, reason="all of it")
        if available:
            inventory.receive(variant, available)
    row = session().execute(select(Listing.stock_state, Listing.left)).one()
    assert tuple(row) == told(available, unit, shop_settings().low_stock)


def test_the_commands_say_what_they_did(app: Flask) -> None:
    """Load, refuse, clear; each ends with the checks."""
    runner = app.test_cli_runner()
    loaded = runner.invoke(group, ["load", "--products", "70", "--seed", "4"])
    assert loaded.exit_code == 0, loaded.output
    assert "70 products are in the shop." in loaded.output
    assert "0 violations" in loaded.output
    again = runner.invoke(group, ["load"])
    assert again.exit_code == 1
    assert "empty shop only" in again.output
    cleared = runner.invoke(group, ["clear"])
    assert cleared.exit_code == 0
    assert "70 demo products were removed." in cleared.output


def test_what_cannot_be_loaded_is_refused(app: Flask) -> None:
    """In one sentence, and nothing is loaded."""
    result = app.test_cli_runner().invoke(group, ["load", "--products", "10"])
    assert result.exit_code == 1
    assert "ask for 63 or more" in result.output
    assert _count(Product) == 0


@pytest.mark.parametrize("command", ["load", "clear"])
def test_production_is_left_alone(
    app: Flask, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Real people buy there."""
    real = replace(app.extensions["config"], env=Environment.PRODUCTION)
    monkeypatch.setitem(app.extensions, "config", real)
    result = app.test_cli_runner().invoke(group, [command])
    assert result.exit_code == 1
    assert "not for production" in result.output


def test_drawing_says_what_it_needs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop that only shows the finished pictures has no numpy."""
    monkeypatch.setattr("shop.cli.demo.find_spec", lambda _name: None)
    result = app.test_cli_runner().invoke(group, ["pictures"])
    assert result.exit_code == 1
    assert "needs numpy" in result.output
