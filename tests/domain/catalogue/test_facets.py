"""Facet counts from memory equal a count by hand, also after changes, also while others read."""

from __future__ import annotations

import random
import sys
import threading
from collections import Counter

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from shop.domain.catalogue.actions import listing as writer
from shop.domain.catalogue.actions import publication
from shop.domain.catalogue.models import FacetValue, Listing, Product
from shop.domain.catalogue.queries.facets import facet_index, named_values
from shop.domain.catalogue.queries.filters import Filters, band_of
from shop.domain.catalogue.statuses import StockState
from shop.domain.settings import actions as settings_actions
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.i18n import use_locale
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import category, colours, product, sizes
from tests.factories.inventory import stock
from tests.factories.memory import forget_session

pytestmark = pytest.mark.usefixtures("database")
BOUNDS = (100_000, 250_000, 500_000)
GROUPS = ("categories", "bands", "sizes", "colours", "tags", "in_stock", "on_sale")


def _shop(number: int = 40) -> list[int]:
    chance = random.Random(7)
    with unit_of_work():
        places = [category().id for _ in range(3)]
        for _number in range(number):
            made = product(
                category_ids=chance.sample(places, chance.randint(0, 2)),
                price=chance.choice([1, 99_999, 100_000, 300_000, 800_000]),
                compare_at=chance.choice([None, 900_000]),
                options=chance.choice(
                    [
                        [],
                        [sizes("s", "m")],
                        [colours("indigo", "madder")],
                        [colours("sand"), sizes("l")],
                    ]
                ),
                tags=chance.sample(["Gift", "Handwoven", "New"], chance.randint(0, 3)),
                publish=chance.random() > 0.1,
            )
            stock(made, chance.choice([0, 3, 50]))
    return places


def _holds(row: Listing, filters: Filters, without: str = "") -> bool:
    tests = {
        "categories": not filters.categories or bool(filters.categories & set(row.categories)),
        "bands": not filters.bands or band_of(row.price_minor, BOUNDS) in filters.bands,
        "sizes": not filters.sizes or bool(row.sizes & filters.sizes),
        "colours": not filters.colours or bool(row.colours & filters.colours),
        "tags": not filters.tags or bool(row.tags & filters.tags),
        "in_stock": not filters.in_stock or row.in_stock,
        "on_sale": not filters.on_sale or row.on_sale,
    }
    return all(holds for group, holds in tests.items() if group != without)


def _by_hand(rows: list[Listing], filters: Filters) -> dict[tuple[str, int], int]:
    keys: list[tuple[str, int]] = []
    for row in rows:
        if _holds(row, filters, "categories"):
            keys += [("category", place) for place in row.categories]
        if _holds(row, filters, "bands"):
            keys.append(("band", band_of(row.price_minor, BOUNDS)))
        for group, kind in (("sizes", "size"), ("colours", "colour"), ("tags", "tag")):
            if _holds(row, filters, group):
                keys += [(kind, bit) for bit in range(63) if getattr(row, group) >> bit & 1]
        keys += [
            (flag, 1)
            for flag in ("in_stock", "on_sale")
            if getattr(row, flag) and _holds(row, filters, flag)
        ]
    return dict(Counter(keys))


def _compare(place: int | None, filters: Filters) -> None:
    rows = list(session().scalars(select(Listing).where(Listing.published.is_(True))))
    rows = [row for row in rows if place is None or place in row.categories]
    index = facet_index()
    assert index.count(place, filters) == _by_hand(rows, filters)
    assert index.matching(place, filters).bit_count() == sum(_holds(r, filters) for r in rows)


def _filters() -> st.SearchStrategy[Filters]:
    return st.builds(
        Filters,
        categories=st.frozensets(st.sampled_from([2, 3, 4, 10**6]), max_size=2),
        bands=st.frozensets(st.integers(0, 3), max_size=3),
        sizes=st.integers(0, 15),
        colours=st.integers(0, 2**12 - 1) | st.just(0),
        tags=st.integers(0, 15),
        in_stock=st.booleans(),
        on_sale=st.booleans(),
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.sampled_from([None, 1, 2, 3, 4]), filters=_filters())
def test_counts_are_those_of_a_count_by_hand(place: int | None, filters: Filters) -> None:
    if session().scalars(select(Listing.product_id).limit(1)).first() is None:
        assert _shop() == [2, 3, 4]  # the root category is 1
    _compare(place, filters)


def test_counts_follow_each_change_without_being_counted_anew() -> None:
    places = _shop(20)
    chance, first = random.Random(3), facet_index().version
    filters = [Filters(), Filters(in_stock=True), Filters(bands=frozenset({1, 3}), tags=1)]
    for step in range(12):
        ids = list(session().scalars(select(Product.id).order_by(Product.id)))
        with unit_of_work():
            one = session().get_one(Product, chance.choice(ids))
            if step % 3 == 0:
                product(category_ids=places[:1], price=step * 60_000, tags=[f"Tag {step}"])
            elif step % 3 == 1:
                writer.set_stocks({one.id: (chance.choice(list(StockState)), 2)})
            elif one.status == "published":
                publication.withdraw(one)
            else:
                publication.publish(one)
        forget_session()
        for chosen in filters:
            _compare(None, chosen)
            _compare(places[0], chosen)
    assert facet_index().version > first


def test_a_product_removed_while_another_comes_is_not_counted() -> None:
    places = _shop(10)
    facet_index()
    with unit_of_work():
        gone = session().scalars(select(Listing.product_id).where(Listing.published)).first()
        session().execute(delete(Product).where(Product.id == _without_stock()))
        product(category_ids=places)
    assert gone
    forget_session()
    _compare(None, Filters())


def _without_stock() -> int:
    with_stock = "SELECT v.product_id FROM movements m JOIN variants v ON v.id = m.variant_id"
    known = {row[0] for row in session().connection().exec_driver_sql(with_stock)}
    rows = session().scalars(select(Listing.product_id).where(Listing.published.is_(True)))
    return next(number for number in rows if number not in known)


def test_other_price_bands_are_counted_anew() -> None:
    _shop(10)
    assert ("band", 3) in facet_index().count(None, Filters())
    with unit_of_work():
        settings_actions.change({"price_bounds": [10**9]})
    forget_session()
    assert {key for key in facet_index().count(None, Filters()) if key[0] == "band"} == {
        ("band", 0)
    }


def test_many_changes_at_once_are_read_at_once() -> None:
    places = _shop(5)
    facet_index()
    with unit_of_work():
        for _number in range(70):
            product(category_ids=places[:1])
    forget_session()
    _compare(places[0], Filters())


def test_a_rolled_back_change_is_never_counted() -> None:
    places = _shop(5)
    facet_index()
    with pytest.raises(ZeroDivisionError), unit_of_work():
        product(category_ids=places)
        facet_index()
        _ = 1 / 0
    forget_session()
    _compare(places[0], Filters())
    with unit_of_work():
        versions.bump("shopfront")
    forget_session()
    _compare(places[0], Filters())


def test_readers_never_meet_a_half_mended_index(app: Flask) -> None:
    """A request that counts while another mends gets the counts of before or of after."""
    places = _shop(12)
    wanted = facet_index().count(None, Filters())[("category", places[0])]
    stop, wrong = threading.Event(), []
    kept = facet_index()

    def read() -> None:
        while not stop.is_set():
            try:
                got = kept.count(None, Filters()).get(("category", places[0]))
            except RuntimeError as error:
                wrong.append(str(error))
                return
            if got != wanted:
                wrong.append(f"{got} is not {wanted}")
                return

    pace = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for step in range(15):
            with unit_of_work():
                writer.refresh(list(session().scalars(select(Product.id))))
                product(tags=[f"tag {step}"])
            forget_session()
            facet_index()
    finally:
        stop.set()
        sys.setswitchinterval(pace)
        for reader in readers:
            reader.join()
    assert wrong == []


def test_values_have_labels() -> None:
    _shop(5)
    blue = named_values("colour")[5]
    assert (blue.code, blue.label, blue.hex) == ("blue", "Blue", "#22307a")
    row = session().scalars(select(FacetValue).where(FacetValue.kind == "tag")).first()
    assert row is not None
    tag = named_values("tag")[row.bit]
    assert (tag.code, tag.label, tag.hex) == (row.code, row.label["en"], None)
    with use_locale("fr"):
        assert tag.label == row.label.get("fr", row.label["en"])
    assert 62 not in named_values("tag")


def test_the_sixty_fourth_tag_is_shown_but_not_filtered_by() -> None:
    with unit_of_work():
        for start in range(0, 70, 10):
            product(tags=[f"tag {number}" for number in range(start, start + 10)])
    bits = list(session().scalars(select(FacetValue.bit).where(FacetValue.kind == "tag")))
    assert sorted(bits) == list(range(63))
    assert session().scalars(select(Listing.tags)).all()[-1] >= 0
    last = session().scalars(select(Product).order_by(Product.id.desc())).first()
    assert last is not None
    assert len(last.tags) == 10


@pytest.mark.parametrize(
    ("hex_code", "family"),
    [
        ("#22307a", "blue"),
        ("#000000", "black"),
        ("#ffffff", "white"),
        ("#808080", "grey"),
        ("#b4342b", "red"),
        ("#1f6b4a", "green"),
        ("#e7a7a0", "pink"),
        ("#7a3b1e", "brown"),
    ],
)
def test_colours_have_families(hex_code: str, family: str) -> None:
    from shop.domain.catalogue.colours import FAMILIES, family_of  # noqa: PLC0415

    assert FAMILIES[family_of(hex_code)].code == family


@given(st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True))
def test_every_colour_has_a_family(hex_code: str) -> None:
    from shop.domain.catalogue.colours import FAMILIES, family_of  # noqa: PLC0415

    assert 0 <= family_of(hex_code) < len(FAMILIES)
