"""Tax rates: the one of the day, of the zone, remembered until somebody changes it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest

from shop.domain.tax import actions, queries
from shop.kernel.errors import Invalid, NotFound
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.tax import tax_class, tax_zone
from tests.support.counting import Counted
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")


def test_a_shop_without_zones_charges_no_tax() -> None:
    found = queries.rates()
    assert (found.inclusive, dict(found.by_class), found.zone_id) == (True, {}, None)


def test_the_default_zone_holds_where_none_is_named() -> None:
    with unit_of_work():
        home = tax_zone("kenya")
        abroad = tax_zone("uganda", inclusive=False, default=False, standard=1_800)
    standard, zero = queries.class_id("standard"), queries.class_id("zero")
    assert queries.rates().by_class == {standard: 1_600, zero: 0}
    assert queries.rates(home) == queries.rates(None) == queries.rates(987)
    found = queries.rates(abroad)
    assert (found.inclusive, found.by_class[standard], found.zone_id) == (False, 1_800, abroad)


def test_a_new_default_takes_the_place_of_the_old_one() -> None:
    with unit_of_work():
        tax_zone("kenya")
        later = tax_zone("uganda")
    assert queries.rates().zone_id == later


def test_a_rate_begins_on_its_day_by_the_shop_s_clock(clock: Hands) -> None:
    with unit_of_work():
        zone = tax_zone()
        actions.set_rate(zone, tax_class().id, 1_800, date(2026, 12, 1))
    standard = queries.class_id("standard")
    clock.move(datetime(2026, 11, 30, 20, 59, tzinfo=UTC))  # 23:59 in Nairobi
    assert queries.rates().by_class[standard] == 1_600
    clock.move(datetime(2026, 11, 30, 21, 0, tzinfo=UTC))
    assert queries.rates().by_class[standard] == 1_800


def test_a_change_is_seen_at_once_and_costs_nothing_after(
    query_counter: Callable[[], AbstractContextManager[Counted]],
) -> None:
    with unit_of_work():
        zone = tax_zone()
    standard = queries.class_id("standard")
    assert queries.rates().by_class[standard] == 1_600
    with query_counter() as counted:
        queries.rates()
        queries.class_id("zero")
    assert counted.total == 0
    with unit_of_work():
        actions.set_rate(zone, standard, 1_400, date(2020, 1, 1))
    forget_session()
    assert queries.rates().by_class[standard] == 1_400


def test_what_is_no_rate_is_refused() -> None:
    with unit_of_work():
        zone = tax_zone()
        for rate in (-1, 10_001):
            with pytest.raises(Invalid):
                actions.set_rate(zone, tax_class().id, rate, date(2026, 1, 1))
        with pytest.raises(Invalid, match="already"):
            actions.add_zone("kenya", {"en": "Kenya"}, inclusive=True)


def test_an_unknown_class_is_named() -> None:
    with pytest.raises(NotFound, match="luxury"):
        queries.class_id("luxury")


def test_a_zone_without_rates_asks_nothing() -> None:
    with unit_of_work():
        zone = actions.add_zone("sea", {"en": "At sea"}, inclusive=False)
    found = queries.rates(zone)
    assert (found.inclusive, dict(found.by_class), found.zone_id) == (False, {}, zone)
