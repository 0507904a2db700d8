"""Telephone numbers: typed in any shape, stored in E.164, shown as people at home write them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LONGEST = 60
# A number nobody has, where the country keeps some for films and forms; else its library's example.
_INVENTED = {"KE": "+254700000012"}
_ABROAD = re.compile(r"^\D*00\s?(?=[1-9])")
_ANOTHER = re.compile(r"[/;]")
_SIX = re.compile(r"\b(\d{3})(\d{3})\b")


@lru_cache(maxsize=4096)
def parse(text: str, country: str) -> str | None:
    """Return the number in `text` in E.164 (`+254700000012`), or None where there is none.

    Taken are spaces, dashes, dots and brackets, `+` or `00` before the country's code, digits of
    any script, words around the number, and the invisible marks that telephones copy along. Of
    several numbers the first counts.
    `country` (ISO 3166) says how a number without a country's code is meant.
    """
    import phonenumbers  # noqa: PLC0415 - costs 20 ms, and most commands never need it

    if len(text) > _LONGEST:
        return None
    first = _ANOTHER.split(text, maxsplit=1)[0]
    plain = "".join(" " if c.isalpha() else c for c in first if not _is_mark(c))
    # Countries differ in what is dialled before a foreign number; on paper it is 00 everywhere.
    plain = _ABROAD.sub("+", _western(plain))
    try:
        number = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=4096)
def shown(e164: str, country: str) -> str:
    """Return a stored number as it is written at home (`0700 000 012`); others with `+` and code.

    What is no number is returned as it is.
    """
    import phonenumbers  # noqa: PLC0415 - as above

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    formats = phonenumbers.PhoneNumberFormat
    if phonenumbers.region_code_for_number(number) == country:
        return _SIX.sub(r"\1 \2", phonenumbers.format_number(number, formats.NATIONAL))
    return _SIX.sub(r"\1 \2", phonenumbers.format_number(number, formats.INTERNATIONAL))


@lru_cache(maxsize=64)
def example(country: str) -> str:
    """Return a mobile number of `country` as an example, nobody's where that is possible."""
    import phonenumbers  # noqa: PLC0415 - as above

    if country in _INVENTED:
        return shown(_INVENTED[country], country)
    mobile = phonenumbers.PhoneNumberType.MOBILE
    number = phonenumbers.example_number_for_type(country, mobile)
    if number is None:
        return ""
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return shown(e164, country)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Cc", "Mn"}


def _western(text: str) -> str:
    """Return `text` with the digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(c)) if unicodedata.decimal(c, None) is not None else c for c in text
    )
