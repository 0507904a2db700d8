"""Keep delivery zones, their places and their methods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select, update

from shop.domain.settings.actions import SHOPFRONT
from shop.domain.shipping.models import ShippingMethod, ShippingPlace, ShippingZone
from shop.domain.shipping.rules import key_of
from shop.domain.shipping.statuses import MethodKind
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.errors import Invalid, NotFound
from shop.kernel.i18n import Translated, _

_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class MethodDraft:
    """A method as it is handed in; amounts in minor units of the shop's currency."""

    code: str
    name: Translated
    fee_minor: int
    days: tuple[int, int]
    cut_off: str
    kind: MethodKind = MethodKind.DELIVERY
    description: Translated | None = None
    free_above_minor: int | None = None


def add_zone(
    code: str,
    name: Translated,
    places: Mapping[str, Iterable[str]],
    methods: Iterable[MethodDraft],
    *,
    tax_zone_id: int | None = None,
    demo: bool = False,
) -> int:
    """Add a zone with its towns (name to areas; none means the whole town) and its methods."""
    current = session()
    if current.scalar(select(ShippingZone.id).where(ShippingZone.code == code)) is not None:
        raise Invalid(_("There is a zone called “%(code)s” already.", code=code), field="code")
    position = len(current.scalars(select(ShippingZone.id)).all())
    zone = ShippingZone(code=code, name=name, tax_zone_id=tax_zone_id, position=position, demo=demo)
    current.add(zone)
    current.flush()
    rows = [(town, area) for town, areas in places.items() for area in (None, *areas)]
    add_places(zone.id, rows)
    for place, method in enumerate(methods):
        _add_method(zone.id, method, place, demo=demo)
    current.flush()
    versions.bump(SHOPFRONT)
    return zone.id


def add_places(zone_id: int, places: Iterable[tuple[str, str | None]]) -> None:
    """Add towns, and areas of towns, to a zone; raises `Invalid` for one that has a zone."""
    current = session()
    taken = {
        (key_of(row.town), key_of(row.area or ""))
        for row in current.execute(select(ShippingPlace.town, ShippingPlace.area))
    }
    for position, (town, area) in enumerate(places, start=len(taken)):
        key = (key_of(town), key_of(area or ""))
        if not key[0] or key in taken:
            raise Invalid(
                _("“%(place)s” belongs to a zone already.", place=area or town), field="town"
            )
        taken.add(key)
        current.add(ShippingPlace(zone_id=zone_id, town=town, area=area, position=position))
    current.flush()
    versions.bump(SHOPFRONT)


def close_zone(code: str, *, closed: bool = True) -> None:
    """Stop delivering to a zone, or begin again; raises `NotFound`."""
    change = (
        update(ShippingZone)
        .where(ShippingZone.code == code)
        .values(active=not closed)
        .execution_options(synchronize_session=False)
    )
    if not session().execute(change).rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        raise NotFound(_("There is no zone called “%(code)s”.", code=code))
    versions.bump(SHOPFRONT)


def _add_method(zone_id: int, draft: MethodDraft, position: int, *, demo: bool) -> None:
    if not _TIME.fullmatch(draft.cut_off):
        raise Invalid(_("Enter the cut-off as a time of day, like 14:00."), field="cut_off")
    if not 0 <= draft.days[0] <= draft.days[1]:
        raise Invalid(_("Enter the days from the fewest to the most."), field="days")
    if draft.fee_minor < 0 or (draft.free_above_minor is not None and draft.free_above_minor <= 0):
        raise Invalid(_("A fee is never below zero."), field="fee")
    session().add(
        ShippingMethod(
            zone_id=zone_id, code=draft.code, kind=draft.kind, name=draft.name,
            description=draft.description or {}, fee_minor=draft.fee_minor,
            free_above_minor=draft.free_above_minor, days_min=draft.days[0],
            days_max=draft.days[1], cut_off=draft.cut_off, position=position, demo=demo,
        )
    )  # fmt: skip
