"""Amounts and moments as the pages of an order write them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from shop.domain.catalogue.queries.facets import settings
from shop.kernel import clock, phones
from shop.kernel.formatting import format_date, format_money, format_time
from shop.kernel.i18n import _
from shop.kernel.money import Money


def money(amount: Money) -> str:
    """Return an amount as this shop writes it."""
    return format_money(amount.minor, amount.currency, hide_zero=settings().hide_zero_cents)


def moment(at: datetime) -> str:
    """Return when something happened, in the shop's own time."""
    time, day = _parts(at)
    return _("%(day)s, %(time)s", day=day, time=time) if day else _("Today at %(time)s", time=time)


def until(at: datetime) -> str:
    """Return a deadline as the end of a sentence; only another day is named."""
    time, day = _parts(at)
    return _("%(day)s, %(time)s", day=day, time=time) if day else time


def _parts(at: datetime) -> tuple[str, str]:
    """Return time and day; no day where it is today."""
    zone = ZoneInfo(settings().time_zone)
    day = format_date(at, zone)
    return format_time(at, zone), "" if day == format_date(clock.now(), zone) else day


def phone(number: str) -> str:
    """Return a telephone number as it is written at home."""
    return phones.shown(number, settings().country)
