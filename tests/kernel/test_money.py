"""Money: whole minor units, one currency at a time, nothing lost in a split."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.kernel.money import Money, divide_half_up, exponent
from shop.kernel.quantity import Unit, amount_for, fits

AMOUNTS = st.integers(-(10**15), 10**15)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("KES", 2), ("EUR", 2), ("JPY", 0), ("XOF", 0), ("UGX", 0), ("KWD", 3), ("TND", 3)],
)
def test_digits_of_currencies(currency: str, digits: int) -> None:
    assert exponent(currency) == digits


@given(AMOUNTS, WEIGHTS)
def test_parts_sum_to_the_whole_and_are_fair(amount: int, weights: list[int]) -> None:
    parts = Money(amount, "KES").allocate(weights)
    assert sum(part.minor for part in parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - Fraction(amount * weight, sum(weights))) < 1
        assert weight or not part


@given(AMOUNTS, WEIGHTS)
def test_a_refund_splits_as_its_sale_did(amount: int, weights: list[int]) -> None:
    sold, back = Money(amount, "KWD").allocate(weights), Money(-amount, "KWD").allocate(weights)
    assert [-part for part in sold] == back


def test_what_rounding_leaves_goes_to_the_largest_fraction_first() -> None:
    assert [part.minor for part in Money(100, "KES").allocate([1, 1, 1])] == [34, 33, 33]
    assert [part.minor for part in Money(10, "KES").allocate([1, 5, 2])] == [1, 6, 3]


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1]])
def test_weights_that_share_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(100, "KES").allocate(weights)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_halves_round_away_from_zero(numerator: int, denominator: int) -> None:
    exact, rounded = Fraction(numerator, denominator), divide_half_up(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


def test_currencies_never_mix() -> None:
    shillings, francs = Money(100, "KES"), Money(100, "XOF")
    for mix in (
        lambda: shillings + francs,
        lambda: shillings - francs,
        lambda: shillings < francs,
        lambda: shillings <= francs,
    ):
        with pytest.raises(ValueError, match="cannot mix KES and XOF"):
            mix()
    assert shillings != francs


@pytest.mark.parametrize("minor", [1.0, "1", True, None])
def test_only_whole_numbers_are_money(minor: object) -> None:
    with pytest.raises(TypeError):
        Money(minor, "KES")  # type: ignore[arg-type]  # what the test is about


@pytest.mark.parametrize("currency", ["", "kes", "KE", "KESH"])
def test_only_codes_are_currencies(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, currency)


def test_arithmetic() -> None:
    price = Money(145_000, "KES")
    assert price + price == price * 2
    assert price - price == Money(0, "KES")
    assert not price - price
    assert price.share(1600) == Money(23_200, "KES")
    assert Money(5, "KES").share(5000) == Money(3, "KES")
    assert -price < price <= price * 1


def test_a_price_by_the_metre_is_counted_in_centimetres() -> None:
    assert Unit.METRE.one == 100
    assert Unit.PIECE.one == 1
    assert amount_for(Money(80_001, "KES"), 250, Unit.METRE) == Money(200_003, "KES")
    assert amount_for(Money(999, "JPY"), 3, Unit.PIECE) == Money(2997, "JPY")


@pytest.mark.parametrize(
    ("quantity", "step", "expected"),
    [(50, 50, True), (150, 50, True), (75, 50, False), (0, 50, False), (-50, 50, False)],
)
def test_quantities_are_positive_multiples_of_the_step(
    quantity: int, step: int, expected: bool
) -> None:
    assert fits(quantity, step) is expected
