"""Amounts as Stripe counts them, which is not always as ISO 4217 does.

Page: https://docs.stripe.com/currencies ("Minor units in API amounts", "Zero-decimal currencies",
"Three-decimal currencies", "Special cases"). For the special case of the krona also
https://support.stripe.com/questions/deprecation-of-fractional-isk-charges-and-refunds
"""

from __future__ import annotations

from shop.kernel.money import Money, exponent

# "Currencies are two-decimal currencies unless otherwise specified." The Ugandan shilling stands in
# that list too, yet its special case is what holds: like the Icelandic krona it is written with
# two decimals that are always 00. The ariary is the other way round: ISO gives it two digits.
_ZERO_DECIMAL = (
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
    "XOF", "XPF",
)  # fmt: skip
_THREE_DECIMAL = ("BHD", "JOD", "KWD", "OMR", "TND")
_DECIMALS = dict.fromkeys(_ZERO_DECIMAL, 0) | dict.fromkeys(_THREE_DECIMAL, 3)
# Of the third decimal Stripe says: the last digit must be 0.
_LAST_DIGIT = 10
_TENS = (1, 10, 100, 1000)


def smallest_step(currency: str) -> int:
    """Return the smallest sum, in minor units of ISO 4217, that Stripe can carry."""
    digits = _DECIMALS.get(currency, 2)
    if currency in _THREE_DECIMAL:
        return _LAST_DIGIT
    return _TENS[max(0, exponent(currency) - digits)]


def to_stripe(money: Money) -> int | None:
    """Return the amount as Stripe wants it; None where it cannot be paid without rounding."""
    if money.minor % smallest_step(money.currency):
        return None
    shift = _shift(money.currency)
    return money.minor * _TENS[shift] if shift >= 0 else money.minor // _TENS[-shift]


def from_stripe(amount: int, currency: str) -> Money:
    """Return what Stripe says, `currency` in its small letters, as our own money.

    Raises ValueError where it names a fraction that the currency does not have.
    """
    shift = _shift(currency.upper())
    if shift <= 0:
        return Money(amount * _TENS[-shift], currency.upper())
    whole, rest = divmod(amount, _TENS[shift])
    if rest:
        raise ValueError(f"{amount} {currency} is no whole number of minor units")
    return Money(whole, currency.upper())


def _shift(currency: str) -> int:
    """Return how many digits Stripe counts more than ISO 4217 does."""
    return _DECIMALS.get(currency, 2) - exponent(currency)
