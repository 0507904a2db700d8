"""Tax classes, zones and rates for tests."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from shop.domain.tax import actions
from shop.domain.tax.models import TaxClass, TaxZone
from shop.kernel.db import session

LONG_AGO = date(2020, 1, 1)
VAT = 1_600


def tax_class(code: str = "standard") -> TaxClass:
    """Return the tax class `code`, making it first."""
    found = session().scalars(select(TaxClass).where(TaxClass.code == code)).first()
    if found is None:
        found = TaxClass(code=code, name={"en": code.title()})
        session().add(found)
        session().flush()
    return found


def tax_zone(
    code: str = "kenya", *, inclusive: bool = True, default: bool = True, standard: int = VAT
) -> int:
    """Return the zone `code`, making it first, with a standard and a zero rate."""
    found = session().scalar(select(TaxZone.id).where(TaxZone.code == code))
    if found is not None:
        return found
    made = actions.add_zone(code, {"en": code.title()}, inclusive=inclusive, default=default)
    actions.set_rate(made, tax_class().id, standard, LONG_AGO)
    actions.set_rate(made, tax_class("zero").id, 0, LONG_AGO)
    return made
