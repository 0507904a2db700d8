"""The demo delivers to Mombasa and Nairobi, also a demo that was loaded before it did."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from shop.cli.demo import group
from shop.demo.clear import clear
from shop.demo.ground import lay_ground, renew_ground
from shop.demo.load import load_generated
from shop.domain.content.models import ContentPage
from shop.domain.shipping import actions, queries
from shop.domain.shipping.models import ShippingMethod, ShippingPlace, ShippingZone
from shop.domain.tax.models import TaxClass, TaxRate, TaxZone
from shop.domain.tax.queries import class_id, rates
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.shipping import HOME, delivering

pytestmark = pytest.mark.usefixtures("database")
TABLES = (TaxZone, TaxRate, ShippingZone, ShippingPlace, ShippingMethod)
NOTHING = Money(0, "KES")


def _counts() -> list[int]:
    current = session()
    return [current.execute(select(func.count()).select_from(one)).scalar_one() for one in TABLES]


def _fees(town: str, area: str = "") -> list[tuple[str, int, int | None]]:
    place = queries.place_of(town, area)
    assert place is not None
    return [
        (one.code, one.fee.minor, one.free_above.minor if one.free_above else None)
        for one in queries.options(place, NOTHING)
    ]


@pytest.fixture
def ground(database: object) -> None:
    """Lay the demo's ground."""
    with unit_of_work():
        lay_ground()


def test_the_demo_delivers_at_its_prices(ground: None) -> None:
    assert [town.name for town in queries.towns()] == ["Mombasa", "Nairobi"]
    assert _fees("mombasa", "nyali") == [("home", 15_000, 500_000), ("pickup", 0, None)]
    assert _fees("Nairobi", "Westlands") == [("home", 25_000, 750_000)]
    assert _fees("nairobi", "langata") == [("home", 40_000, 1_000_000)]
    assert queries.lowest_fee() == Money(15_000, "KES")


def test_the_demo_s_prices_include_kenyan_tax(ground: None) -> None:
    place = queries.place_of("Nairobi")
    assert place is not None
    found = rates(place.tax_zone_id)
    assert found.inclusive
    assert found == rates()
    assert found.by_class == {class_id("standard"): 1_600, class_id("zero"): 0}


def test_laying_it_twice_changes_nothing(ground: None) -> None:
    before = _counts()
    with unit_of_work():
        lay_ground()
    assert _counts() == before
    assert min(before) > 0


def test_made_up_catalogues_deliver_too() -> None:
    load_generated(3, seed=1)
    assert _fees("Mombasa")


def _as_it_was() -> None:
    """Take away what the first version of the demo did not have."""
    with unit_of_work() as current:
        current.execute(delete(ShippingZone))
        current.execute(delete(TaxZone))
        current.execute(update(ContentPage).values(body={"en": "It does not take orders yet."}))


def test_an_older_demo_is_brought_up_to_date(app: Flask) -> None:
    load_generated(3, seed=1)
    before = _counts()
    _as_it_was()
    told = app.test_cli_runner().invoke(group, ["renew"])
    assert (told.exit_code, told.output) == (0, "The demo is up to date.\n")
    forget_session()
    assert _counts() == before
    bodies = session().scalars(select(ContentPage.body)).all()
    assert not any("not take orders" in body["en"] for body in bodies)


def test_a_shop_of_somebody_s_own_is_not_renewed(app: Flask) -> None:
    told = app.test_cli_runner().invoke(group, ["renew"])
    assert (told.exit_code, told.output) == (0, "There is no demo here.\n")
    assert _counts() == [0] * len(TABLES)


def test_a_shop_that_delivers_already_keeps_to_its_zones() -> None:
    with unit_of_work():
        delivering()
    load_generated(3, seed=1)
    assert queries.towns()[0].name == "Nairobi"
    assert session().scalars(select(ShippingZone.code)).all() == ["cities"]
    # Its own default tax zone stays the default, under the demo's code or its own.
    assert rates().zone_id is not None


def test_clearing_takes_the_demo_s_zones_along(ground: None) -> None:
    clear()
    assert _counts() == [0] * len(TABLES)
    assert session().scalars(select(TaxClass.code)).all() == []


def test_clearing_leaves_zones_that_people_added(ground: None) -> None:
    with unit_of_work() as current:
        taxed = current.scalars(select(TaxZone.id)).one()
        actions.add_zone("own", {"en": "Own"}, {"Kilifi": ()}, [HOME], tax_zone_id=taxed)
    clear()
    assert session().scalars(select(ShippingZone.code)).all() == ["own"]
    assert session().scalars(select(TaxZone.id)).all() == [taxed]
    assert len(session().scalars(select(TaxClass.code)).all()) == 2
    with unit_of_work():
        assert not renew_ground()
