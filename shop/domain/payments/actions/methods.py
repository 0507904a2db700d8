"""Set what people may pay with."""

from __future__ import annotations

from sqlalchemy import select

from shop.domain.payments.errors import UnknownMethod
from shop.domain.payments.models import PaymentMethod
from shop.domain.payments.offers import USUAL, Offer
from shop.domain.payments.ports import gateways
from shop.domain.settings.actions import SHOPFRONT
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.i18n import _

_LAST = 99


def offer_method(offer: Offer, *, position: int = 0, demo: bool = False) -> None:
    """Add a method, or set one that exists anew; shops show it from the next request on."""
    row = session().scalars(select(PaymentMethod).where(PaymentMethod.code == offer.code)).first()
    if row is None:
        row = PaymentMethod(code=offer.code, demo=demo)
        session().add(row)
    row.gateway = offer.gateway
    row.name, row.instructions = dict(offer.name), dict(offer.instructions)
    row.active, row.position = offer.active, position
    row.zones, row.currencies = sorted(offer.zones), sorted(offer.currencies)
    row.min_minor, row.max_minor, row.step_minor = offer.least, offer.most, offer.step
    row.expires_minutes = offer.expires_minutes
    session().flush()
    versions.bump(SHOPFRONT)


def set_active(code: str, *, active: bool) -> None:
    """Offer a method, or offer it no more; one of the usual ones is made when it is first offered.

    Raises `UnknownMethod`, also where its gateway is not plugged in: nobody could pay with it.
    """
    row = session().scalars(select(PaymentMethod).where(PaymentMethod.code == code)).first()
    usual = USUAL.get(code)
    behind = row.gateway if row is not None else usual.gateway if usual else ""
    if active and behind not in gateways.names():
        raise UnknownMethod(
            _("There is no method “%(code)s”, or its gateway has no keys here.", code=code)
        )
    if row is None and active and usual is not None:
        offer_method(usual, position=_LAST)
    elif row is None:
        raise UnknownMethod(_("There is no method “%(code)s”.", code=code))
    else:
        row.active = active
        session().flush()
        versions.bump(SHOPFRONT)
