"""Amounts as Stripe counts them: its own rules, which are not ISO 4217's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.kernel.money import Money
from shop.providers.payments.stripe.amounts import from_stripe, smallest_step, to_stripe
from shop.standins.stripe import sums
from shop.standins.stripe.problems import Problem

# https://docs.stripe.com/currencies
DOCUMENTED = [
    (Money(1000, "USD"), 1000),  # "1000 to charge 10 USD"
    (Money(10, "JPY"), 10),  # "10 to charge 10 JPY"
    (Money(500, "JPY"), 500),
    (Money(5, "ISK"), 500),  # "to charge 5 ISK, provide an amount value of 500"
    (Money(5, "UGX"), 500),  # "to charge 5 UGX, provide an amount value of 500"
    (Money(5120, "KWD"), 5120),  # "5.124 KWD must be rounded to 5120 or 5130"
    (Money(5124, "KWD"), None),
    (Money(1045, "HUF"), 1045),  # only payouts are without decimals
    (Money(80045, "TWD"), 80045),
    (Money(145000, "KES"), 145000),
    (Money(2500, "RWF"), 2500),
    (Money(700, "MGA"), 7),  # 7 ariary: ISO 4217 gives it two digits, Stripe none
    (Money(750, "MGA"), None),
]
CURRENCIES = sorted(
    {money.currency for money, _amount in DOCUMENTED} | {"EUR", "TZS", "XOF", "TND"}
)


@pytest.mark.parametrize(("money", "amount"), DOCUMENTED, ids=str)
def test_amounts_are_as_documented(money: Money, amount: int | None) -> None:
    assert to_stripe(money) == amount


@given(st.sampled_from(CURRENCIES), st.integers(1, 10**9))
def test_what_goes_out_comes_back_and_is_taken(currency: str, minor: int) -> None:
    money = Money(minor * smallest_step(currency), currency)
    amount = to_stripe(money)
    assert amount is not None
    assert from_stripe(amount, currency.lower()) == money
    sums.check(amount, currency.lower(), "amount")  # the stand-in has a table of its own


@given(st.sampled_from(CURRENCIES), st.integers(1, 10**6))
def test_nothing_is_rounded_in_silence(currency: str, minor: int) -> None:
    money = Money(minor, currency)
    assert (to_stripe(money) is None) == bool(minor % smallest_step(currency))


def test_a_fraction_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="150 isk"):
        from_stripe(150, "isk")


@pytest.mark.parametrize(("amount", "code"), [(5124, "kwd"), (150, "isk"), (101, "ugx")])
def test_the_stand_in_refuses_what_stripe_refuses(amount: int, code: str) -> None:
    with pytest.raises(Problem):
        sums.check(amount, code, "amount")
