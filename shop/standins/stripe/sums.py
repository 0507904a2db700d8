"""Amounts by Stripe's rules, written a second time: the adapter's own table must not check itself.

https://docs.stripe.com/currencies (zero-decimal, three-decimal, special cases, minimum amounts)
"""

from __future__ import annotations

import re

from shop.standins.stripe.problems import invalid

_NONE = frozenset({
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf",
    "xof", "xpf",
})  # fmt: skip
_THREE = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})
_WHOLE_ONLY = frozenset({"isk", "ugx"})
# Some that Stripe does not carry.
_FOREIGN = frozenset({"cup", "iqd", "irr", "kpw", "lyd", "sdg", "ssp", "syp", "xts", "xxx"})
# In the currency of the account; this pretended one has accounts in all of these.
_LEAST = {"usd": 50, "eur": 50, "gbp": 30, "jpy": 50, "krw": 50, "hkd": 400, "myr": 200}
_MOST = 999_999_999_999


def currency(param: str, value: object) -> str:
    """Accept a code in small letters that Stripe carries."""
    code = str(value)
    if not re.fullmatch("[a-z]{3}", code) or code in _FOREIGN:
        raise invalid(param, f"Invalid currency: {code}.")
    return code


def check(amount: int, code: str, param: str) -> None:
    """Refuse an amount that Stripe would not charge."""
    if code in _THREE and amount % 10:
        raise invalid(param, "The least-significant digit of this amount must be 0.")
    if code in _WHOLE_ONLY and amount % 100:
        raise invalid(
            param,
            f"Invalid amount. Currency {code.upper()} has become effectively zero-decimal and"
            " charged amounts must be evenly divisible by 100.",
            "invalid_charge_amount_no_decimal_compatible",
        )
    if amount > _MOST:
        raise invalid(param, "Amount must be no more than 12 digits.", "amount_too_large")


def check_total(amount: int, code: str) -> None:
    """Refuse a total that is too small to be charged."""
    if amount < _LEAST.get(code, 1):
        raise invalid(
            "line_items",
            "The Checkout Session's total amount due must add up to at least"
            f" {shown(_LEAST.get(code, 1), code)}.",
            "amount_too_small",
        )


def shown(amount: int, code: str) -> str:
    """Return an amount for people, such as `1450.00 KES`."""
    digits = 0 if code in _NONE else 3 if code in _THREE else 2
    whole, rest = divmod(amount, 10**digits)
    decimals = f".{str(rest).rjust(digits, '0')}" if digits else ""
    return f"{whole:,}{decimals} {code.upper()}"
