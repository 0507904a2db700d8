"""Tax classes for tests."""

from __future__ import annotations

from sqlalchemy import select

from shop.domain.tax.models import TaxClass
from shop.kernel.db import session


def tax_class(code: str = "standard") -> TaxClass:
    """Return the tax class `code`, making it first."""
    found = session().scalars(select(TaxClass).where(TaxClass.code == code)).first()
    if found is None:
        found = TaxClass(code=code, name={"en": code.title()})
        session().add(found)
        session().flush()
    return found
