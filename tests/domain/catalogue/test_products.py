"""Products: options, variants, addresses, what is refused, and when they are seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from shop.domain.catalogue.actions import categories, products, publication
from shop.domain.catalogue.checks import CHECKS
from shop.domain.catalogue.drafts import VariantDraft
from shop.domain.catalogue.errors import DuplicateSku, DuplicateSlug, NotSellable
from shop.domain.catalogue.models import (
    Category,
    Listing,
    Product,
    Shelf,
    Variant,
    VariantValue,
)
from shop.domain.catalogue.queries import navigation
from shop.domain.catalogue.queries.detail import for_sitemap, product_at
from shop.domain.ops.checks import run
from shop.kernel.db import session
from shop.kernel.errors import Conflict, DomainError, Invalid
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import category, colours, draft, product, sizes, variants_of
from tests.factories.inventory import stock
from tests.factories.memory import forget_session
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database", "clock")


def _count(table: type) -> int:
    forget_session()
    return session().scalar(select(func.count()).select_from(table)) or 0


def _seen(slug: str) -> bool:
    forget_session()
    return product_at(slug) is not None


def test_every_combination_is_a_variant_with_its_values() -> None:
    with unit_of_work():
        made = product(options=[colours("indigo", "sand"), sizes("s", "l")], sku="ny-thr-01")
    skus = [variant.sku for variant in variants_of(made)]
    assert skus == [
        "NY-THR-01-INDIGO-S",
        "NY-THR-01-INDIGO-L",
        "NY-THR-01-SAND-S",
        "NY-THR-01-SAND-L",
    ]
    assert _count(VariantValue) == 8
    view = product_at(made.slug)
    assert view is not None
    assert [option.code for option in view.options] == ["colour", "size"]
    assert [value.code for value in view.options[0].values] == ["indigo", "sand"]
    assert len({variant.values for variant in view.variants}) == 4


def test_the_slug_comes_from_the_english_name_and_is_its_own() -> None:
    with unit_of_work():
        slugs = [product(name={"en": "Jeté indigo", "fr": "x"}).slug for _ in range(3)]
    assert slugs == ["jete-indigo", "jete-indigo-2", "jete-indigo-3"]


def _refused(error: type[DomainError], act: object) -> DomainError:
    before = _count(Product), _count(Variant), _count(Category)
    with pytest.raises(error) as raised, unit_of_work():
        act()  # type: ignore[operator]
    assert (_count(Product), _count(Variant), _count(Category)) == before
    return raised.value


def test_an_address_that_is_taken_is_refused() -> None:
    with unit_of_work():
        product(slug="throw")
    error = _refused(DuplicateSlug, lambda: product(slug="throw"))
    assert (error.code, error.field) == ("DUPLICATE_SLUG", "slug")
    assert "throw" in error.sentence


def test_a_sku_that_is_taken_is_refused() -> None:
    with unit_of_work():
        product(sku="NY-1")
    assert "NY-1" in _refused(DuplicateSku, lambda: product(sku="ny-1")).sentence


def test_a_sku_twice_in_one_product_is_refused() -> None:
    def act() -> None:
        twice = [VariantDraft("NY-1", 100), VariantDraft("NY-1", 100)]
        products.create(replace(draft(), variants=twice))

    _refused(DuplicateSku, act)


@pytest.mark.parametrize(
    "values", [{}, {"colour": "indigo", "size": "s"}, {"size": "indigo"}, {"colour": "nonsense"}]
)
def test_a_variant_needs_one_known_value_of_each_option(values: dict[str, str]) -> None:
    def act() -> None:
        wrong = [VariantDraft("NY-1", 100, values)]
        products.create(replace(draft(options=[colours("indigo")]), variants=wrong))

    assert _refused(Invalid, act).code == "OPTIONS"


@pytest.mark.parametrize(
    "wrong",
    [
        {"price_minor": -1},
        {"price_minor": 100, "compare_at_minor": 100},
        {"price_minor": 100, "compare_at_minor": 99},
        {"price_minor": 100, "cost_minor": -1},
        {"price_minor": 100, "weight_grams": -1},
    ],
)
def test_the_database_refuses_impossible_prices(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), unit_of_work():
        products.create(replace(draft(), variants=[VariantDraft(sku="NY-1", **wrong)]))


def test_the_database_refuses_an_unknown_status() -> None:
    with pytest.raises(IntegrityError), unit_of_work():
        made = product()
        made.status = "hidden"
        session().flush()


def test_a_draft_is_not_seen_until_it_is_published(clock: Hands) -> None:
    with unit_of_work():
        made = product(publish=False, slug="throw")
    assert not _seen("throw")
    with unit_of_work():
        publication.publish(made)
    assert _seen("throw")
    assert session().get_one(Product, made.id).publish_at == clock.now
    with unit_of_work():
        publication.archive(session().get_one(Product, made.id))
    assert not _seen("throw")


def test_taken_back_and_published_again_it_keeps_its_date(clock: Hands) -> None:
    first = clock.now
    with unit_of_work():
        made = product(slug="throw")
    clock.forward(days=3)
    with unit_of_work():
        publication.withdraw(made)
        publication.publish(made)
    assert session().get_one(Product, made.id).publish_at == first


def test_an_archived_product_is_not_published_directly() -> None:
    with unit_of_work():
        made = product(slug="throw")
        publication.archive(made)
    with pytest.raises(Conflict), unit_of_work():
        publication.publish(session().get_one(Product, made.id))


def test_a_product_without_a_variant_cannot_be_sold() -> None:
    with unit_of_work():
        made = products.create(replace(draft(), variants=[]))
    with pytest.raises(NotSellable), unit_of_work():
        publication.publish(session().get_one(Product, made.id))


def _listed(product_id: int) -> tuple[bool, int]:
    forget_session()
    listing = session().get_one(Listing, product_id)
    shelves = session().scalar(
        select(func.count()).select_from(Shelf).where(Shelf.product_id == product_id)
    )
    return listing.published, shelves or 0


def test_dates_open_and_close_a_product_by_the_clock(clock: Hands) -> None:
    opens, closes = clock.now + timedelta(days=1), clock.now + timedelta(days=2)
    with unit_of_work():
        home = category("home")
        made = product(slug="throw", publish_at=opens, unpublish_at=closes, category_ids=[home.id])
        product(slug="always", category_ids=[home.id])
        product(publish=False, publish_at=opens, category_ids=[home.id])
    steps = [(timedelta(0), False), (timedelta(days=1), True), (timedelta(days=1), False)]
    for pause, seen in steps:
        clock.move(clock.now + pause)
        assert _seen("throw") is seen
        with unit_of_work():
            changed = publication.apply_dates()
        assert changed == int(pause > timedelta(0))
        assert _listed(made.id) == (seen, 2 * seen)
        with unit_of_work():
            assert publication.apply_dates() == 0
    assert _listed(product_of("always")) == (True, 2)
    assert run(CHECKS) == []


def product_of(slug: str) -> int:
    """Return the id of the product at `slug`."""
    return session().scalars(select(Product.id).where(Product.slug == slug)).one()


def test_the_sitemap_lists_what_is_seen(clock: Hands) -> None:
    with unit_of_work():
        slugs = [product().slug for _ in range(3)]
        product(publish=False)
        product(publish_at=clock.now + timedelta(hours=1))
    rows = for_sitemap(0, 2)
    assert [row.slug for row in rows] == slugs[:2]
    assert [row.slug for row in for_sitemap(rows[-1].id, 2)] == slugs[2:]


def test_categories_have_addresses_below_their_parents() -> None:
    with unit_of_work():
        home = category("home")
        throws = category("throws", home)
        category("odd", position=-1)
    assert throws.path == "home/throws"
    tree = navigation.tree()
    assert tree.root is not None
    assert [node.path for node in tree.top] == ["odd", "home"]
    assert [node.path for node in tree.by_path["home/throws"].trail] == ["home", "home/throws"]
    with pytest.raises(DuplicateSlug), unit_of_work():
        categories.create("throws", {"en": "Again"}, parent=session().get_one(Category, home.id))


def test_a_new_category_is_in_the_menu_at_once() -> None:
    with unit_of_work():
        category("home")
    assert len(navigation.tree().top) == 1
    with unit_of_work():
        category("garden")
    forget_session()
    assert len(navigation.tree().top) == 2


def test_a_long_tag_is_no_trouble() -> None:
    with unit_of_work():
        stock(product(tags=["woven by hand " * 6]), 1)


def test_a_category_cannot_be_removed_under_its_products() -> None:
    with unit_of_work():
        home = category("home")
        product(category_ids=[home.id])
    with pytest.raises(IntegrityError), unit_of_work():
        session().delete(session().get_one(Category, home.id))
    with pytest.raises(IntegrityError), unit_of_work():
        session().execute(insert(Shelf).values(category_id=10**6, product_id=10**6))
