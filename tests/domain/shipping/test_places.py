"""Zones, towns and areas: found as people type them, refused with what to do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest

from shop.domain.settings.actions import change
from shop.domain.shipping import actions, queries
from shop.domain.shipping.actions import MethodDraft
from shop.domain.shipping.errors import NotDelivered
from shop.domain.shipping.queries import Place
from shop.kernel.errors import Invalid, NotFound
from shop.kernel.i18n import use_locale
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.shipping import HOME, PICKUP, delivering
from tests.support.counting import Counted
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")
NOTHING = Money(0, "KES")


@pytest.fixture
def zone(database: object) -> int:
    """Return the zone of a shop that delivers to two towns."""
    with unit_of_work():
        return delivering()


def _place(town: str, area: str = "") -> Place:
    found = queries.place_of(town, area)
    assert found is not None
    return found


def test_towns_come_with_their_areas(zone: int) -> None:
    assert [(town.name, town.areas) for town in queries.towns()] == [
        ("Nairobi", ("Kilimani", "Westlands")),
        ("Mombasa", ("Nyali",)),
    ]


@pytest.mark.parametrize("typed", ["Nairobi", " nairobi ", "NAIROBI", "Náirobi", "nai-robi"])
def test_a_town_is_found_as_it_is_typed(zone: int, typed: str) -> None:
    found = _place(typed)
    assert (found.zone_id, found.zone_code, found.town, found.area) == (
        zone,
        "cities",
        "Nairobi",
        "",
    )
    assert found.tax_zone_id is not None


def test_a_listed_area_is_named_as_the_shop_names_it(zone: int) -> None:
    assert _place("nairobi", " KILIMANI").area == "Kilimani"


def test_another_area_belongs_to_the_town_and_stays_as_typed(zone: int) -> None:
    assert _place("Nairobi", "  Plot 7,\tnear  the mosque\x00 ").area == "Plot 7, near the mosque"


def test_an_area_with_a_zone_of_its_own_wins_over_its_town(zone: int) -> None:
    with unit_of_work():
        outer = actions.add_zone("outer", {"en": "Outer"}, {}, [HOME])
        actions.add_places(outer, [("Nairobi", "Karen")])
    assert _place("Nairobi", "karen").zone_id == outer
    assert _place("Nairobi", "Westlands").zone_id == _place("Nairobi").zone_id == zone
    assert queries.towns()[0].areas == ("Kilimani", "Westlands", "Karen")


def test_a_town_may_be_served_in_some_areas_only(zone: int) -> None:
    with unit_of_work():
        coast = actions.add_zone("coast", {"en": "Coast"}, {}, [HOME])
        actions.add_places(coast, [("Kilifi", "Bofa"), ("Kilifi", "Mnarani")])
    assert queries.place_of("Kilifi") is None
    assert _place("kilifi", "bofa").zone_id == coast
    with pytest.raises(NotDelivered, match="In Kilifi we deliver to: Bofa, Mnarani"):
        queries.delivered_to("Kilifi", "Elsewhere")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Kisumu", "We do not deliver to “Kisumu” yet. Choose one of: Nairobi, Mombasa."),
        ("", "Enter your town, such as Nairobi."),
        (" -– ", "Enter your town, such as Nairobi."),
    ],
)
def test_an_unknown_town_is_answered_with_those_that_are_known(
    zone: int, typed: str, sentence: str
) -> None:
    with pytest.raises(NotDelivered) as refused:
        queries.delivered_to(typed)
    assert refused.value.sentence == sentence
    assert (refused.value.field, refused.value.code) == ("town", "NOT_DELIVERED")
    assert queries.place_of(typed) is None


def test_a_long_town_is_not_read_back_at_length(zone: int) -> None:
    with pytest.raises(NotDelivered) as refused:
        queries.delivered_to("x" * 5_000)
    assert len(refused.value.sentence) < 200


def test_a_shop_without_zones_delivers_nowhere() -> None:
    assert queries.towns() == ()
    assert queries.lowest_fee() is None
    with pytest.raises(NotDelivered, match="does not deliver yet"):
        queries.delivered_to("Nairobi")


def test_a_closed_zone_delivers_nothing_until_it_opens_again(zone: int) -> None:
    with unit_of_work():
        actions.close_zone("cities")
    assert (queries.towns(), queries.place_of("Nairobi"), queries.lowest_fee()) == ((), None, None)
    with unit_of_work():
        actions.close_zone("cities", closed=False)
    forget_session()
    assert queries.place_of("Nairobi") is not None
    with pytest.raises(NotFound), unit_of_work():
        actions.close_zone("nowhere")


def test_options_say_what_and_when(zone: int, clock: Hands) -> None:
    """Friday, 15:00 in Nairobi: too late for the courier, in time for the counter."""
    home, pickup = queries.options(_place("Nairobi"), Money(100_000, "KES"))
    assert (home.code, home.kind, home.pickup) == ("home", "delivery", False)
    assert (home.fee, home.free_above) == (Money(25_000, "KES"), Money(500_000, "KES"))
    assert (home.earliest, home.latest) == (date(2026, 11, 23), date(2026, 11, 24))
    assert (home.days, home.cut_off, home.zone_id) == ((1, 2), "14:00", zone)
    assert (pickup.fee, pickup.pickup, pickup.description) == (NOTHING, True, "Biashara Street")
    assert pickup.earliest == pickup.latest == date(2026, 11, 20)


def test_closed_days_of_the_settings_count(zone: int, clock: Hands) -> None:
    with unit_of_work():
        change({"closed_weekdays": [5, 6], "closed_days": ["2026-11-23"]})
    home, pickup = queries.options(_place("Nairobi"), NOTHING)
    assert home.earliest == date(2026, 11, 25)
    clock.forward(hours=2)
    _home, pickup = queries.options(_place("Nairobi"), NOTHING)
    assert pickup.earliest == date(2026, 11, 24)


@pytest.mark.parametrize(("items", "fee"), [(499_999, 25_000), (500_000, 0)])
def test_enough_in_the_cart_makes_delivery_free(zone: int, items: int, fee: int) -> None:
    assert queries.options(_place("Mombasa"), Money(items, "KES"))[0].fee.minor == fee


def test_options_speak_the_language_in_force(zone: int) -> None:
    with use_locale("fr"):
        assert queries.options(_place("Mombasa"), NOTHING)[0].name == "Livraison à domicile"


def test_the_lowest_fee_is_that_of_a_delivery(zone: int) -> None:
    assert queries.lowest_fee() == Money(25_000, "KES")


def test_asking_again_costs_no_statement(
    zone: int, query_counter: Callable[[], AbstractContextManager[Counted]]
) -> None:
    queries.options(_place("Nairobi"), NOTHING)
    with query_counter() as counted:
        queries.towns()
        queries.options(_place("Nairobi", "Westlands"), NOTHING)
    assert counted.total == 0, counted


def _method(**more: Any) -> MethodDraft:
    plain: dict[str, Any]
    plain = {"code": "x", "name": {"en": "X"}, "fee_minor": 0, "days": (1, 2), "cut_off": "12:00"}
    return MethodDraft(**(plain | more))


@pytest.mark.parametrize(
    ("code", "places", "method"),
    [
        ("cities", {}, HOME),  # the code is taken
        ("new", {"NAIROBI": ()}, HOME),  # the town has a zone
        ("new", {" ": ()}, HOME),
        ("new", {"Kilifi": ("Bofa", "bofa")}, HOME),
        ("new", {}, _method(cut_off="25:00")),
        ("new", {}, _method(days=(2, 1))),
        ("new", {}, _method(fee_minor=-1)),
        ("new", {}, _method(free_above_minor=0)),
    ],
)
def test_what_makes_no_sense_is_refused(
    zone: int, code: str, places: dict[str, tuple[str, ...]], method: MethodDraft
) -> None:
    with pytest.raises(Invalid), unit_of_work():
        actions.add_zone(code, {"en": "New"}, places, [method, PICKUP])
    forget_session()
    assert [town.name for town in queries.towns()] == ["Nairobi", "Mombasa"]
