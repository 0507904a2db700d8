"""Sums: the lines always add up to the total, tax in or on top, whatever the currency."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.domain.totals.calculate import Item, Terms, calculate, taxed, with_step
from shop.domain.totals.result import StepKind, Totals
from shop.kernel.money import Money
from shop.kernel.quantity import Unit, amount_for

STANDARD, ZERO, LUXURY = 1, 2, 3
KENYA = {STANDARD: 1_600, ZERO: 0}
# 0, 2 and 3 digits behind the point.
CURRENCIES = st.sampled_from(["UGX", "KES", "KWD"])
PRICES = st.one_of(st.integers(0, 2_000_000), st.integers(0, 10**15))
RATES = st.dictionaries(
    st.sampled_from([STANDARD, ZERO, LUXURY]),
    st.sampled_from([0, 1, 550, 825, 1_600, 2_000, 2_500, 9_999, 10_000]),
)


@st.composite
def sums(draw: st.DrawFn) -> tuple[list[Item], Terms]:
    """Draw a cart of up to twelve lines, in pieces and metres, and the terms it is bought on."""
    currency = draw(CURRENCIES)

    def money() -> Money:
        return Money(draw(PRICES), currency)

    items = [
        Item(
            f"line-{number}",
            number,
            money(),
            draw(st.integers(1, 100_000)),
            draw(st.sampled_from(Unit)),
            draw(st.sampled_from([STANDARD, ZERO, LUXURY])),
        )
        for number in range(draw(st.integers(0, 12)))
    ]
    terms = Terms(
        currency=currency,
        inclusive=draw(st.booleans()),
        rates=draw(RATES),
        delivery_fee=money() if draw(st.booleans()) else None,
        delivery_class_id=draw(st.sampled_from([None, STANDARD, ZERO])),
        step=draw(st.sampled_from([1, 5, 25, 100, 1_000])),
        discount=money() if draw(st.booleans()) else None,
    )
    return items, terms


def _total(*amounts: Money) -> int:
    return sum(amount.minor for amount in amounts)


@given(sums())
def test_the_lines_sum_to_the_total(made: tuple[list[Item], Terms]) -> None:
    totals = calculate(*made)
    lines = totals.lines
    assert _total(*(line.subtotal for line in lines)) == totals.items.minor
    assert _total(*(line.discount for line in lines)) == totals.discount.minor
    assert _total(*(line.tax for line in lines), totals.delivery_tax) == totals.tax.minor
    parts = [*(line.total for line in lines), totals.delivery_net, totals.delivery_tax]
    assert _total(*parts, totals.rounding) == totals.total.minor


@given(sums())
def test_the_sum_reads_downwards(made: tuple[list[Item], Terms]) -> None:
    totals = calculate(*made)
    on_top = 0 if totals.inclusive else totals.tax.minor
    shown = totals.items.minor - totals.discount.minor + totals.delivery.minor
    assert shown + on_top + totals.rounding.minor == totals.total.minor
    steps = totals.steps()
    added = [step.amount for step in steps[:-1] if not (step.kind == StepKind.TAX and step.inside)]
    assert _total(*added) == totals.total.minor
    assert steps[-1].kind == StepKind.TOTAL
    taxes = [step.amount for step in steps if step.kind == StepKind.TAX]
    assert _total(*taxes) == totals.tax.minor


@given(sums())
def test_each_line_is_net_and_tax(made: tuple[list[Item], Terms]) -> None:
    totals = calculate(*made)
    for line in totals.lines:
        left = line.subtotal - line.discount
        assert left.minor >= 0
        assert line.discount.minor >= 0
        assert (line.net + line.tax).minor == line.total.minor
        assert (line.net if not totals.inclusive else line.total) == left
        assert min(line.net.minor, line.tax.minor) >= 0
        # Rounded half up, and never by more than half a minor unit.
        assert abs(20_000 * line.tax.minor - 2 * line.net.minor * line.rate) <= 10_000 + line.rate


@given(sums())
def test_rounding_reaches_a_payable_sum_and_no_farther(made: tuple[list[Item], Terms]) -> None:
    items, terms = made
    totals = calculate(items, terms)
    assert totals.total.minor >= 0
    assert totals.total.minor % terms.step == 0
    assert abs(totals.rounding.minor) * 2 <= terms.step
    exact = with_step(totals, 1)
    assert exact.rounding.minor == 0
    assert with_step(exact, terms.step) == totals


@given(sums())
def test_the_same_cart_costs_the_same(made: tuple[list[Item], Terms]) -> None:
    totals = calculate(*made)
    assert calculate(*made) == totals
    assert Totals.from_json(json.loads(json.dumps(totals.to_json()))) == totals


@given(PRICES, st.integers(0, 10_000), CURRENCIES)
def test_tax_inside_and_on_top_agree(minor: int, rate: int, currency: str) -> None:
    net = Money(minor, currency)
    _same, tax = taxed(net, rate, inclusive=False)
    again, inside = taxed(net + tax, rate, inclusive=True)
    assert (again, inside) == (net, tax)


def _item(price: int, quantity: int = 1, unit: Unit = Unit.PIECE, tax: int = STANDARD) -> Item:
    return Item(f"{price}", 1, Money(price, "KES"), quantity, unit, tax)


def _terms(**more: object) -> Terms:
    return Terms(**({"currency": "KES", "inclusive": True, "rates": KENYA} | more))  # type: ignore[arg-type]  # a short hand


def test_worked_example() -> None:
    """The first sale of docs/ledger.md, and a line without tax."""
    terms = _terms(delivery_fee=Money(25_000, "KES"), delivery_class_id=STANDARD)
    totals = calculate([_item(390_000), _item(50_000, tax=ZERO)], terms)
    assert [(line.net.minor, line.tax.minor) for line in totals.lines] == [
        (336_207, 53_793),
        (50_000, 0),
    ]
    assert (totals.delivery_net.minor, totals.delivery_tax.minor) == (21_552, 3_448)
    assert (totals.tax.minor, totals.total.minor) == (57_241, 465_000)


def test_a_length_of_cloth_is_rounded_once() -> None:
    price = Money(84_575, "KES")
    half = calculate([Item("a", 1, price, 50, Unit.METRE, STANDARD)], _terms())
    assert half.items == amount_for(price, 50, Unit.METRE) == Money(42_288, "KES")


def test_what_a_split_leaves_over_goes_to_the_largest_fraction() -> None:
    items = [_item(100), _item(100), _item(101)]
    totals = calculate(items, _terms(discount=Money(100, "KES")))
    assert [line.discount.minor for line in totals.lines] == [33, 33, 34]


def test_a_discount_takes_no_more_than_there_is() -> None:
    totals = calculate([_item(5_000)], _terms(discount=Money(9_000, "KES")))
    assert (totals.discount.minor, totals.total.minor, totals.tax.minor) == (5_000, 0, 0)


def test_half_a_shilling_rounds_up() -> None:
    for price, paid in ((149, 100), (150, 200), (151, 200), (49, 0)):
        totals = calculate([_item(price)], _terms(step=100))
        assert totals.total.minor == paid
        assert totals.rounding.minor == paid - price


def test_nothing_costs_nothing() -> None:
    totals = calculate([], _terms())
    assert (totals.total.minor, totals.lines, totals.has_delivery) == (0, (), False)
    assert [step.kind for step in totals.steps()] == [StepKind.ITEMS, StepKind.TOTAL]


def test_each_rate_is_explained_with_what_it_rests_on() -> None:
    terms = _terms(
        rates={STANDARD: 1_600, LUXURY: 2_500, ZERO: 0},
        delivery_fee=Money(0, "KES"), delivery_class_id=STANDARD,
        discount=Money(1_000, "KES"), step=100,
    )  # fmt: skip
    items = [_item(11_650), _item(12_500, tax=LUXURY), _item(1_070, tax=ZERO)]
    steps = calculate(items, terms).steps()
    assert [step.kind.value for step in steps] == [
        "items", "discount", "delivery", "tax", "tax", "rounding", "total",
    ]  # fmt: skip
    taxes = [(step.rate, step.inside) for step in steps if step.kind == StepKind.TAX]
    assert taxes == [(1_600, True), (2_500, True)]
    for step in steps:
        if step.kind == StepKind.TAX:
            assert step.basis is not None
            assert abs(step.amount.minor - step.basis.minor * step.rate / 10_000) <= 1
    rounding = steps[-2]
    assert rounding.basis == Money(24_220, "KES")
    assert (rounding.amount.minor, steps[-1].amount.minor) == (-20, 24_200)


@pytest.mark.parametrize(
    ("item", "more"),
    [
        (_item(-1), {}),
        (_item(1, -1), {}),
        (_item(1), {"delivery_fee": Money(-1, "KES")}),
        (_item(1), {"discount": Money(-1, "KES")}),
        (_item(1), {"rates": {STANDARD: -1}}),
        (_item(1), {"step": 0}),
        (_item(1), {"currency": "TZS"}),
        (_item(1), {"delivery_fee": Money(1, "TZS")}),
    ],
)
def test_what_no_cart_may_hold_is_refused(item: Item, more: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a sum"):
        calculate([item], _terms(**more))
