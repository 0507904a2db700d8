"""Each way to get goods, in words that are as true tomorrow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shop.domain.shipping.queries import Option, Place
from shop.domain.shipping.statuses import MethodKind
from shop.kernel.money import Money
from shop.storefront.ways import Way, way

pytestmark = pytest.mark.usefixtures("database")
PLACE = Place(1, "cities", "Cities", "Nairobi", "", None)
DAY = date(2026, 11, 24)
HOME = Option(
    "home", MethodKind.DELIVERY, "Home delivery", "", Money(25_000, "KES"), None, DAY, DAY,
    "cities", 1, pickup=False, days=(1, 2), cut_off="14:00",
)  # fmt: skip
PICKUP = replace(
    HOME, code="pickup", kind=MethodKind.PICKUP, fee=Money(0, "KES"), pickup=True, days=(0, 0)
)


@pytest.mark.parametrize(
    ("days", "title"),
    [
        ((0, 0), "Delivered the same day"),
        ((1, 1), "Delivered in 1 working day"),
        ((3, 3), "Delivered in 3 working days"),
        ((0, 2), "Delivered within 2 working days"),
        ((2, 4), "Delivered in 2 to 4 working days"),
    ],
)
def test_how_long_a_delivery_takes(days: tuple[int, int], title: str) -> None:
    said = way(replace(HOME, days=days), PLACE)
    assert (said.symbol, said.title) == ("truck", title)


@pytest.mark.parametrize(
    ("days", "title"),
    [
        ((0, 0), "Ready to collect the same day"),
        ((0, 1), "Ready to collect in 1 working day"),
        ((2, 2), "Ready to collect in 2 working days"),
    ],
)
def test_when_goods_can_be_fetched(days: tuple[int, int], title: str) -> None:
    said = way(replace(PICKUP, days=days, name="Pick-up"), PLACE)
    assert said == Way("place", title, ["Pick-up"])


def test_the_area_is_named_where_it_is_known() -> None:
    facts = way(HOME, replace(PLACE, area="Karen")).facts
    assert facts[0] == "To Karen, KSh\N{NO-BREAK SPACE}250."


def test_free_above_is_said_while_it_still_costs() -> None:
    free = replace(HOME, free_above=Money(500_000, "KES"))
    assert "Free from KSh\N{NO-BREAK SPACE}5,000." in way(free, PLACE).facts
    assert len(way(replace(free, fee=Money(0, "KES")), PLACE).facts) == 2
