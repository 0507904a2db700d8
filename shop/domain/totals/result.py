"""`Totals`: what something costs, itemised, ready to be shown or frozen into an order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shop.kernel.money import Money

_FORM = 1
"""The shape of the stored breakdown; a later one has a higher number."""


class StepKind(StrEnum):
    """The steps of a sum, in the order in which they are explained."""

    ITEMS = "items"
    DISCOUNT = "discount"
    DELIVERY = "delivery"
    TAX = "tax"
    ROUNDING = "rounding"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it adds (or, for tax inside prices, holds), and on what it rests.

    `basis` is the net amount that a tax was reckoned on, or what stood there before rounding;
    `rate` the tax rate in basis points; `inside` says that the amount is part of the ones above
    it and not added.
    """

    kind: StepKind
    amount: Money
    basis: Money | None = None
    rate: int = 0
    inside: bool = False


@dataclass(frozen=True, slots=True)
class LineTotal:
    """One line: `subtotal` as shown, `net + tax = total` of what is left after its discount."""

    key: str
    subtotal: Money
    discount: Money
    net: Money
    tax: Money
    total: Money
    rate: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole sum. `total = items − discount + delivery + (tax if on top) + rounding`.

    `items`, `discount` and `delivery` are as shown, that is with tax where prices include it. The
    lines, delivery (net and tax) and rounding sum to `total` to the last minor unit.
    """

    currency: str
    inclusive: bool
    lines: tuple[LineTotal, ...]
    items: Money
    discount: Money
    delivery: Money
    delivery_net: Money
    delivery_tax: Money
    tax: Money
    rounding: Money
    total: Money
    delivery_rate: int = 0
    has_delivery: bool = True
    """False as long as nobody has chosen how the goods travel."""

    def steps(self) -> list[Step]:
        """Return the way to the total, step by step, for "explain this price"."""
        steps = [Step(StepKind.ITEMS, self.items)]
        if self.discount:
            steps.append(Step(StepKind.DISCOUNT, -self.discount))
        if self.has_delivery:
            steps.append(Step(StepKind.DELIVERY, self.delivery))
        steps += [
            Step(StepKind.TAX, tax, basis=net, rate=rate, inside=self.inclusive)
            for rate, (net, tax) in sorted(self._by_rate().items())
        ]
        if self.rounding:
            before = self.total - self.rounding
            steps.append(Step(StepKind.ROUNDING, self.rounding, basis=before))
        return [*steps, Step(StepKind.TOTAL, self.total)]

    def _by_rate(self) -> dict[int, tuple[Money, Money]]:
        """Return (net, tax) for each rate above zero, delivery included."""
        parts = [(line.rate, line.net, line.tax) for line in self.lines]
        parts.append((self.delivery_rate, self.delivery_net, self.delivery_tax))
        found: dict[int, tuple[Money, Money]] = {}
        for rate, net, tax in parts:
            if rate and (net or tax):
                known = found.get(rate)
                found[rate] = (known[0] + net, known[1] + tax) if known else (net, tax)
        return found

    def to_json(self) -> dict[str, Any]:
        """Return the breakdown as plain values, minor units throughout."""
        return {
            "form": _FORM,
            "currency": self.currency,
            "inclusive": self.inclusive,
            "lines": [
                [
                    line.key, line.subtotal.minor, line.discount.minor, line.net.minor,
                    line.tax.minor, line.total.minor, line.rate,
                ]
                for line in self.lines
            ],
            "has_delivery": self.has_delivery,
            "delivery_rate": self.delivery_rate,
        } | {name: getattr(self, name).minor for name in _AMOUNTS}  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Totals:
        """Return the totals that `to_json` wrote down."""
        currency = stored["currency"]

        def money(minor: int) -> Money:
            return Money(minor, currency)

        return cls(
            currency=currency,
            inclusive=stored["inclusive"],
            lines=tuple(
                LineTotal(
                    key, money(subtotal), money(discount), money(net), money(tax), money(total),
                    rate,
                )
                for key, subtotal, discount, net, tax, total, rate in stored["lines"]
            ),
            delivery_rate=stored["delivery_rate"],
            has_delivery=stored["has_delivery"],
            **{name: money(stored[name]) for name in _AMOUNTS},
        )  # fmt: skip


_AMOUNTS = (
    "items", "discount", "delivery", "delivery_net", "delivery_tax", "tax", "rounding", "total",
)  # fmt: skip
