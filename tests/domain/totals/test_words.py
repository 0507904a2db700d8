"""What the steps of a sum are called."""

from __future__ import annotations

from shop.domain.totals import words
from shop.domain.totals.calculate import Item, Terms, calculate
from shop.domain.totals.result import StepKind, Totals
from shop.kernel.money import Money
from shop.kernel.quantity import Unit


def _sum(*, inclusive: bool, fee: int = 25_000) -> Totals:
    item = Item("a", 1, Money(39_050, "KES"), 1, Unit.PIECE, 1)
    return calculate(
        [item], Terms("KES", inclusive, {1: 1_600}, Money(fee, "KES"), 1, 100, Money(10_000, "KES"))
    )


def _explained(totals: Totals) -> list[tuple[str, str, str]]:
    return [
        (words.label(step), words.amount(step).replace("\xa0", " "), words.reason(step))
        for step in totals.steps()
    ]


def test_prices_with_tax() -> None:
    assert [(label, amount) for label, amount, _reason in _explained(_sum(inclusive=True))] == [
        ("Items", "KSh 390.50"),
        ("Discount", "−KSh 100"),
        ("Delivery", "KSh 250"),
        ("Of which tax, 16%", "KSh 74.55"),
        ("Rounding", "KSh 0.50"),
        ("Total", "KSh 541"),
    ]


def test_tax_on_top() -> None:
    explained = _explained(_sum(inclusive=False))
    assert ("Tax, 16%", "KSh 86.48") in [row[:2] for row in explained]


def test_reasons_name_what_they_rest_on() -> None:
    reasons = {row[0]: row[2].replace("\xa0", " ") for row in _explained(_sum(inclusive=True))}
    assert reasons["Of which tax, 16%"] == "16% of KSh 465.95, line by line."
    assert reasons["Rounding"] == "KSh 540.50, rounded to what can be paid."
    assert reasons["Total"] == ""


def test_no_fee_is_free() -> None:
    steps = {step.kind: step for step in _sum(inclusive=True, fee=0).steps()}
    assert words.amount(steps[StepKind.DELIVERY]) == "Free"
