"""What may be typed, what is told where it may not: pure rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.domain.cart import rules
from shop.domain.cart.errors import OutOfStock, QuantityRefused
from shop.kernel.formatting import NBSP, format_quantity
from shop.kernel.i18n import use_locale
from shop.kernel.money import Money
from shop.kernel.quantity import Unit

PIECE, METRE = Unit.PIECE, Unit.METRE


@pytest.mark.parametrize(
    ("text", "unit", "step", "quantity"),
    [
        ("1", PIECE, 1, 1),
        (" 12 ", PIECE, 1, 12),
        ("2.0", PIECE, 1, 2),
        ("999", PIECE, 1, 999),
        ("6", PIECE, 3, 6),
        ("1.5", METRE, 50, 150),
        ("1,5", METRE, 50, 150),
        ("1.5 m", METRE, 50, 150),
        (f"2{NBSP}m", METRE, 50, 200),
        ("0.5", METRE, 50, 50),
        ("1.250000", METRE, 5, 125),
    ],
)
def test_what_people_type_is_understood(text: str, unit: Unit, step: int, quantity: int) -> None:
    assert rules.typed(text, unit, step) == quantity


@pytest.mark.parametrize(
    ("text", "unit", "step", "sentence"),
    [
        ("", PIECE, 1, "Type how many you want as a number, such as 2."),
        ("two", PIECE, 1, "Type how many you want as a number, such as 2."),
        ("1\0", PIECE, 1, "Type how many you want as a number, such as 2."),
        ("1e3", PIECE, 1, "Type how many you want as a number, such as 2."),
        ("٣", PIECE, 1, "Type how many you want as a number, such as 2."),
        ("1.5", PIECE, 1, "This is sold by the piece. Type a whole number, such as 2."),
        ("0", PIECE, 1, "Type 1 or more."),
        ("-1", PIECE, 1, "Type 1 or more."),
        ("1000", PIECE, 1, "You can order 999 at most. Call the shop if you need more."),
        ("1000000000", PIECE, 1, "You can order 999 at most. Call the shop if you need more."),
        ("7", PIECE, 6, "This is sold in steps of 6. Type 6 or 12."),
        ("a", METRE, 50, "Type the length in metres as a number, such as 1.5."),
        ("0.4", METRE, 50, "Type 0.5\xa0m or more."),
        ("0.001", METRE, 50, "Type 0.5\xa0m or more."),
        ("1.3", METRE, 50, "This is sold in steps of 0.5\xa0m. Type 1\xa0m or 1.5\xa0m."),
        ("1.505", METRE, 50, "This is sold in steps of 0.5\xa0m. Type 1.5\xa0m or 2\xa0m."),
        ("1000", METRE, 50, "You can order 999\xa0m at most. Call the shop if you need more."),
    ],
)
def test_what_cannot_be_sold_is_refused_with_what_can(
    text: str, unit: Unit, step: int, sentence: str
) -> None:
    with pytest.raises(QuantityRefused) as refused:
        rules.typed(text, unit, step)
    assert (refused.value.sentence, refused.value.field) == (sentence, "quantity")


@given(st.text(max_size=14), st.sampled_from([(PIECE, 1), (PIECE, 6), (METRE, 50), (METRE, 1)]))
def test_whatever_is_typed_is_a_sellable_quantity_or_refused(
    text: str, sold: tuple[Unit, int]
) -> None:
    unit, step = sold
    try:
        quantity = rules.typed(text, unit, step)
    except QuantityRefused:
        return
    assert 0 < quantity <= rules.MOST_UNITS * unit.one
    assert quantity % step == 0


@given(
    st.sampled_from([(PIECE, 1), (METRE, 50), (METRE, 5)]).flatmap(
        lambda sold: st.tuples(
            st.just(sold), st.integers(1, 999 * sold[0].one // sold[1]).map(lambda n: n * sold[1])
        )
    ),
    st.sampled_from(["en", "fr"]),
)
def test_a_quantity_as_it_is_shown_is_understood_again(
    case: tuple[tuple[Unit, int], int], locale: str
) -> None:
    (unit, step), quantity = case
    with use_locale(locale):
        shown = format_quantity(quantity, unit)
        assert rules.typed(shown, unit, step) == quantity


@pytest.mark.parametrize(
    ("wanted", "available", "unit", "in_cart", "sentence"),
    [
        (4, 0, PIECE, 0, "This is sold out. Look for something like it."),
        (4, -2, PIECE, 1, "This is sold out. Look for something like it."),
        (2, 1, PIECE, 0, "Only 1 is left."),
        (4, 3, PIECE, 0, "Only 3 are left."),
        (4, 3, PIECE, 2, "Only 3 left; 2 are in your cart already."),
        (4, 3, PIECE, 1, "Only 3 left; 1 is in your cart already."),
        (300, 199, METRE, 0, "Only 1.5\xa0m is left."),
        (300, 250, METRE, 100, "Only 2.5\xa0m left; 1\xa0m of it is in your cart."),
    ],
)
def test_too_many_says_how_many_there_are(
    wanted: int, available: int, unit: Unit, in_cart: int, sentence: str
) -> None:
    with pytest.raises(OutOfStock) as refused:
        rules.allowed(wanted, available, unit, 50 if unit is METRE else 1, in_cart)
    assert refused.value.sentence == sentence
    assert refused.value.available <= max(available, 0)


def test_what_is_there_may_be_had() -> None:
    rules.allowed(3, 3, PIECE, 1)
    rules.allowed(150, 199, METRE, 50)


@pytest.mark.parametrize(
    ("quantity", "available", "unit", "step", "problem"),
    [
        (3, 3, PIECE, 1, ""),
        (1, 0, PIECE, 1, "“Cloth” is sold out. Remove it to go on."),
        (3, 2, PIECE, 1, "Only 2 of “Cloth” are left. Change the number or remove it."),
        (3, 1, PIECE, 1, "Only 1 of “Cloth” is left. Change the number or remove it."),
        (
            300, 190, METRE, 50,
            "Only 1.5\xa0m of “Cloth” is left. Change the length or remove it.",
        ),
        (130, 900, METRE, 50, "“Cloth” is now sold in steps of 0.5\xa0m. Change the number."),
    ],
)  # fmt: skip
def test_a_line_says_why_it_cannot_be_bought(
    quantity: int, available: int, unit: Unit, step: int, problem: str
) -> None:
    assert rules.problem("Cloth", quantity, available, unit, step) == problem


def test_a_price_that_moved_is_told() -> None:
    before, now = Money(100_000, "KES"), Money(120_050, "KES")
    assert rules.price_notice(before, before, hide_zero=True) == ""
    assert (
        rules.price_notice(before, now, hide_zero=True) == "The price went up; it was KSh\xa01,000."
    )
    assert (
        rules.price_notice(now, before, hide_zero=True)
        == "The price went down; it was KSh\xa01,200.50."
    )


@pytest.mark.parametrize(
    ("quantity", "by", "unit", "step", "after"),
    [
        (1, 1, PIECE, 1, 2),
        (1, -1, PIECE, 1, 1),
        (999, 1, PIECE, 1, 999),
        (150, -50, METRE, 50, 100),
        (99_900, 40, METRE, 40, 99_880),
    ],
)
def test_counting_stays_inside_what_can_be_ordered(
    quantity: int, by: int, unit: Unit, step: int, after: int
) -> None:
    assert rules.counted(quantity, by, unit, step) == after
