"""Where is delivered and how, remembered while nothing a shopper sees changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from shop.domain.catalogue.queries.facets import settings
from shop.domain.settings.actions import SHOPFRONT
from shop.domain.shipping.errors import NotDelivered
from shop.domain.shipping.models import ShippingMethod, ShippingPlace, ShippingZone
from shop.domain.shipping.rules import Calendar, arrival, fee_for, key_of
from shop.domain.shipping.statuses import MethodKind
from shop.kernel import clock
from shop.kernel.i18n import Translated, _, pick
from shop.kernel.money import Money
from shop.kernel.stored_json import parsed
from shop.kernel.text import clean
from shop.kernel.versions import Together

_LONGEST = 80
_NAMED = 6
"""How many towns the sentence about an unknown one names."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town that is served, with the areas to choose from."""

    name: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A town, perhaps an area, and the zone they lie in."""

    zone_id: int
    zone_code: str
    zone_name: str
    town: str
    area: str
    tax_zone_id: int | None


@dataclass(frozen=True, slots=True)
class Option:
    """A way to get the goods: what it costs now, when it is free, when they are there.

    `days` and `cut_off` say the same without a date, for pages that are kept.
    """

    code: str
    kind: MethodKind
    name: str
    description: str
    fee: Money
    free_above: Money | None
    earliest: date
    latest: date
    zone_code: str
    zone_id: int
    pickup: bool
    days: tuple[int, int]
    cut_off: str


@dataclass(frozen=True, slots=True)
class _Zone:
    id: int
    code: str
    name: Translated
    tax_zone_id: int | None


@dataclass(frozen=True, slots=True)
class _Spot:
    town: str
    area: str
    zone: _Zone


@dataclass(frozen=True, slots=True)
class _Map:
    spots: dict[tuple[str, str], _Spot]
    towns: tuple[Town, ...]


@dataclass(frozen=True, slots=True)
class _Method:
    code: str
    kind: MethodKind
    name: Translated
    description: Translated
    fee: int
    free_above: int | None
    days: tuple[int, int]
    cut_off: str


_PLACES = (
    select(
        ShippingZone.id, ShippingZone.code, ShippingZone.name, ShippingZone.tax_zone_id,
        ShippingPlace.town, ShippingPlace.area,
        ShippingZone.position, ShippingPlace.position, ShippingPlace.id,
    )
    .join(ShippingPlace, ShippingPlace.zone_id == ShippingZone.id)
    .where(ShippingZone.active)
)  # fmt: skip
_METHODS = (
    select(
        ShippingMethod.zone_id, ShippingMethod.code, ShippingMethod.kind, ShippingMethod.name,
        ShippingMethod.description, ShippingMethod.fee_minor, ShippingMethod.free_above_minor,
        ShippingMethod.days_min, ShippingMethod.days_max, ShippingMethod.cut_off,
        ShippingMethod.position, ShippingMethod.id,
    )
    .where(ShippingMethod.active)
)  # fmt: skip
_Rows = Sequence[tuple[Any, ...]]


# Folding letters costs most of making the map; only the shop's own places come through here.
_key_of_place = lru_cache(maxsize=4096)(key_of)


def _map_of(rows: _Rows) -> _Map:
    spots: dict[tuple[str, str], _Spot] = {}
    areas: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    zones: dict[str, _Zone] = {}
    for id_, code, name, tax_zone, town_name, area_name, *_place in sorted(
        rows, key=lambda row: (int(row[6]), int(row[0]), int(row[7]), int(row[8]))
    ):
        zone = zones.get(id_)
        if zone is None:
            tax_zone_id = None if tax_zone is None else int(tax_zone)
            zone = zones[id_] = _Zone(int(id_), code, parsed(name), tax_zone_id)
        town, area = _key_of_place(town_name), _key_of_place(area_name or "")
        spots.setdefault((town, area), _Spot(town_name, area_name or "", zone))
        names.setdefault(town, town_name)
        known = areas.setdefault(town, {})
        if area:
            known.setdefault(area, area_name)
    towns = tuple(Town(name, tuple(areas[town].values())) for town, name in names.items())
    return _Map(spots, towns)


def _methods_of(rows: _Rows) -> dict[int, list[_Method]]:
    found: dict[int, list[_Method]] = defaultdict(list)
    for (
        zone,
        code,
        kind,
        name,
        description,
        fee,
        free_above,
        first,
        last,
        cut_off,
        *_place,
    ) in sorted(rows, key=lambda row: (int(row[10]), int(row[11]))):
        found[int(zone)].append(
            _Method(
                code, MethodKind(kind), parsed(name), parsed(description), int(fee),
                None if free_above is None else int(free_above), (int(first), int(last)), cut_off,
            )
        )  # fmt: skip
    return dict(found)


_map = Together(SHOPFRONT, _PLACES, _map_of, "delivery")
_methods = Together(SHOPFRONT, _METHODS, _methods_of, "delivery")


def towns() -> tuple[Town, ...]:
    """Return the towns that are served, in the shop's order."""
    return _map().towns


def place_of(town: str, area: str = "") -> Place | None:
    """Return the place that is meant, however it was typed; None where nothing is delivered.

    An area that is listed wins over its town; any other area belongs to the town as a whole and
    is kept as it was typed.
    """
    return _place(_map(), town, area)


def delivered_to(town: str, area: str = "") -> Place:
    """Return the place that is meant; raises `NotDelivered` with what to do instead."""
    known = _map()
    found = _place(known, town, area)
    if found is not None:
        return found
    here = next((one for one in known.towns if key_of(one.name) == key_of(town)), None)
    if here is not None:
        areas = _listed(here.areas)
        sentence = _("In %(town)s we deliver to: %(areas)s.", town=here.name, areas=areas)
    elif not known.towns:
        sentence = _("This shop does not deliver yet. Call us to ask what we can do.")
    elif not key_of(town):
        sentence = _("Enter your town, such as %(towns)s.", towns=known.towns[0].name)
    else:
        sentence = _(
            "We do not deliver to “%(town)s” yet. Choose one of: %(towns)s.",
            town=clean(town)[:_LONGEST],
            towns=_listed([one.name for one in known.towns]),
        )
    raise NotDelivered(sentence)


def options(place: Place, items_total: Money) -> tuple[Option, ...]:
    """Return the ways to get goods that cost `items_total` to `place`, in the shop's order.

    None in a zone without methods.
    """
    currency = items_total.currency
    calendar, moment = _calendar(), clock.now()
    found = []
    for method in _methods().get(place.zone_id, ()):
        earliest, latest = arrival(moment, method.cut_off, method.days, calendar)
        free = None if method.free_above is None else Money(method.free_above, currency)
        fee = fee_for(items_total.minor, method.fee, method.free_above)
        found.append(
            Option(
                method.code, method.kind, pick(method.name), pick(method.description),
                Money(fee, currency), free, earliest, latest, place.zone_code, place.zone_id,
                method.kind is MethodKind.PICKUP, method.days, method.cut_off,
            )
        )  # fmt: skip
    return tuple(found)


def lowest_fee() -> Money | None:
    """Return what bringing goods costs at least, wherever; None where nothing is brought."""
    fees = [
        method.fee
        for methods in _methods().values()
        for method in methods
        if method.kind is MethodKind.DELIVERY
    ]
    return Money(min(fees), settings().currency) if fees and towns() else None


def _place(known: _Map, town: str, area: str) -> Place | None:
    town_key, area_key = key_of(town), key_of(area)
    spot = known.spots.get((town_key, area_key)) or known.spots.get((town_key, ""))
    if spot is None:
        return None
    zone = spot.zone
    shown = spot.area or " ".join(clean(area).split())[:_LONGEST]
    return Place(zone.id, zone.code, pick(zone.name), spot.town, shown, zone.tax_zone_id)


def _listed(names: list[str] | tuple[str, ...]) -> str:
    shown = ", ".join(names[:_NAMED])
    return f"{shown} …" if len(names) > _NAMED else shown


def _calendar() -> Calendar:
    known = settings()
    return Calendar(
        ZoneInfo(known.time_zone), frozenset(known.closed_weekdays), frozenset(known.closed_days)
    )
