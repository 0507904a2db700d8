"""Numbers, money, quantities and dates as people read them, for pages and mails alike."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import lru_cache

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from babel.numbers import format_decimal, get_decimal_symbol

from shop.kernel.i18n import current_locale
from shop.kernel.i18n import gettext as _
from shop.kernel.money import exponent
from shop.kernel.quantity import Unit

NBSP = "\N{NO-BREAK SPACE}"
# What people write on price tags; CLDR knows most of these only as ISO codes.
SYMBOLS = {
    "KES": "KSh", "TZS": "TSh", "UGX": "USh", "RWF": "RF", "CDF": "FC", "XOF": "F CFA",
    "XAF": "FCFA", "NGN": "₦", "GHS": "GH₵", "ZAR": "R", "MYR": "RM", "SGD": "S$", "INR": "₹",
    "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KWD": "KD", "TND": "DT",
}  # fmt: skip
# CLDR's standard currency pattern puts the sign behind the number in these languages.
_SIGN_BEHIND = {"fr", "de", "es", "it", "pt"}
_PSEUDO = "xx"


def _cldr(locale: str) -> str:
    return "en" if locale == _PSEUDO else locale


@lru_cache(maxsize=4096)
def _money(minor: int, currency: str, locale: str, *, hide_zero: bool) -> str:
    digits = exponent(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    number = format_decimal(whole, locale=_cldr(locale))
    if digits and (rest or not hide_zero):
        number += get_decimal_symbol(_cldr(locale)) + str(rest).rjust(digits, "0")
    symbol = SYMBOLS.get(currency, currency)
    if locale in _SIGN_BEHIND:
        text = f"{number}{NBSP}{symbol}"
    else:
        text = f"{symbol}{NBSP if symbol[-1].isalpha() else ''}{number}"
    return f"−{text}" if minor < 0 else text


def format_money(minor: int, currency: str, *, hide_zero: bool = True) -> str:
    """Return an amount such as `KSh 1,450`; `hide_zero` leaves out cents that are zero."""
    return _money(minor, currency, current_locale(), hide_zero=hide_zero)


@lru_cache(maxsize=4096)
def _number(value: int, locale: str) -> str:
    return format_decimal(value, locale=_cldr(locale))


def format_number(value: int) -> str:
    """Return an integer with the language's grouping."""
    return _number(value, current_locale())


def format_quantity(quantity: int, unit: Unit) -> str:
    """Return minor steps as people say them: `3`, `2.5 m`."""
    whole, rest = divmod(quantity, unit.one)
    text = format_number(whole)
    if rest:
        decimals = str(rest).rjust(unit.exponent, "0").rstrip("0")
        text += get_decimal_symbol(_cldr(current_locale())) + decimals
    return f"{text}{NBSP}m" if unit is Unit.METRE else text


@lru_cache(maxsize=256)
def _percent(basis_points: int, locale: str) -> str:
    whole, rest = divmod(basis_points, 100)
    text = format_decimal(whole, locale=_cldr(locale))
    if rest:
        text += get_decimal_symbol(_cldr(locale)) + str(rest).rjust(2, "0").rstrip("0")
    pattern = Locale.parse(_cldr(locale)).percent_formats[None]
    return f"{pattern.prefix[0]}{text}{pattern.suffix[0]}"


def format_percent(basis_points: int) -> str:
    """Return a rate such as `16%`, from hundredths of a per cent."""
    return _percent(basis_points, current_locale())


def per_unit(unit: Unit) -> str:
    """Return how a price is to be read: `per metre`, or nothing for pieces."""
    return _("per metre") if unit is Unit.METRE else ""


@lru_cache(maxsize=1024)
def _day(day: date, pattern: str, locale: str) -> str:
    return babel_date(day, pattern, locale=_cldr(locale))


def format_date(moment: date | datetime, zone: tzinfo | None = None) -> str:
    """Return a day such as `Tuesday 24 Nov`, in `zone` where one is given."""
    if isinstance(moment, datetime):
        moment = (moment.astimezone(zone) if zone else moment).date()
    return _day(moment, "EEEE d MMM", current_locale())


def format_day(day: date) -> str:
    """Return a day without its month, such as `Tuesday 24`; another day beside it names it."""
    return _day(day, "EEEE d", current_locale())


def format_time(moment: datetime, zone: tzinfo) -> str:
    """Return a time of day such as `14:05`."""
    return babel_time(moment.astimezone(zone), "HH:mm", locale=_cldr(current_locale()))
