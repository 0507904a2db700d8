"""Which rates hold: two statements, remembered for as long as nothing a shopper sees changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from shop.domain.catalogue.queries.facets import settings
from shop.domain.settings.actions import SHOPFRONT
from shop.domain.tax.models import TaxClass, TaxRate, TaxZone
from shop.domain.tax.rules import Since, in_force
from shop.kernel import clock
from shop.kernel.db import read
from shop.kernel.errors import NotFound
from shop.kernel.i18n import _
from shop.kernel.versions import Remembered


@dataclass(frozen=True, slots=True)
class Rates:
    """Basis points by tax class; a class that is missing owes nothing."""

    inclusive: bool
    by_class: Mapping[int, int]
    zone_id: int | None


@dataclass(slots=True)
class _Zone:
    inclusive: bool
    rates: dict[int, list[Since]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class _Known:
    zones: dict[int, _Zone]
    default_id: int | None


_ZONES = (
    select(
        TaxZone.id, TaxZone.prices_include_tax, TaxZone.is_default,
        TaxRate.class_id, TaxRate.valid_from, TaxRate.basis_points,
    )
    .outerjoin(TaxRate, TaxRate.zone_id == TaxZone.id)
    .order_by(TaxZone.id)
)  # fmt: skip
_CLASSES = select(TaxClass.code, TaxClass.id)
_UNTAXED = Rates(inclusive=True, by_class={}, zone_id=None)


def _load() -> _Known:
    zones: dict[int, _Zone] = {}
    default_id = None
    for row in read(_ZONES):
        zone = zones.setdefault(row.id, _Zone(row.prices_include_tax))
        if row.is_default:
            default_id = row.id
        if row.class_id is not None:
            zone.rates[row.class_id].append(Since(row.valid_from, row.basis_points))
    return _Known(zones, default_id)


def _load_classes() -> dict[str, int]:
    return {row.code: row.id for row in read(_CLASSES)}


_known = Remembered(SHOPFRONT, _load)
_classes = Remembered(SHOPFRONT, _load_classes)


def rates(zone_id: int | None = None) -> Rates:
    """Return today's rates of a zone, of the default zone where none is named.

    A shop without zones charges no tax.
    """
    known = _known()
    found = zone_id if zone_id in known.zones else known.default_id
    if found is None:
        return _UNTAXED
    zone, day = known.zones[found], today()
    by_class = {class_id: in_force(since, day) for class_id, since in zone.rates.items()}
    return Rates(zone.inclusive, by_class, found)


def class_id(code: str) -> int:
    """Return the id of the tax class `code`; raises `NotFound`."""
    found = _classes().get(code)
    if found is None:
        raise NotFound(_("There is no tax class called “%(code)s”.", code=code))
    return found


def today() -> date:
    """Return the day by the shop's own clock."""
    return clock.now().astimezone(ZoneInfo(settings().time_zone)).date()
