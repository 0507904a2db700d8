"""Keep tax zones and their rates."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from shop.domain.settings.actions import SHOPFRONT
from shop.domain.tax.models import TaxRate, TaxZone
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.errors import Invalid
from shop.kernel.i18n import Translated, _
from shop.kernel.money import BASIS


def add_zone(
    code: str, name: Translated, *, inclusive: bool, default: bool = False, demo: bool = False
) -> int:
    """Add a zone and return its id; a new default takes the place of the old one."""
    current = session()
    if current.scalar(select(TaxZone.id).where(TaxZone.code == code)) is not None:
        raise Invalid(_("There is a tax zone called “%(code)s” already.", code=code), field="code")
    if default:
        current.execute(update(TaxZone).values(is_default=False))
    zone = TaxZone(
        code=code, name=name, prices_include_tax=inclusive, is_default=default, demo=demo
    )
    current.add(zone)
    current.flush()
    versions.bump(SHOPFRONT)
    return zone.id


def set_rate(zone_id: int, class_id: int, basis_points: int, valid_from: date) -> None:
    """Set what a class owes in a zone from a day on; earlier rates stay on record."""
    if not 0 <= basis_points <= BASIS:
        raise Invalid(_("A tax rate lies between 0 and 100 per cent."), field="basis_points")
    current = session()
    found = current.scalars(
        select(TaxRate).where(
            TaxRate.zone_id == zone_id,
            TaxRate.class_id == class_id,
            TaxRate.valid_from == valid_from,
        )
    ).first()
    if found is None:
        found = TaxRate(zone_id=zone_id, class_id=class_id, valid_from=valid_from)
        current.add(found)
    found.basis_points = basis_points
    current.flush()
    versions.bump(SHOPFRONT)
