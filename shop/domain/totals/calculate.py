"""What a cart or an order costs: items and terms in, itemised `Totals` out; pure.

The rounding rule, also in docs/totals.md:

1. A line is price × quantity, rounded half up. Lines are added as they are shown.
2. A discount on the whole is split over the lines by their subtotals; what rounding leaves over
   goes, one minor unit each, to the largest fractions.
3. Tax is reckoned for each line and for delivery, rounded half up: inside the price where prices
   include it (the net is the rest), else on top of it. It is never reckoned on a sum.
4. The total is rounded half up to what the payment method can pay; the difference is a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shop.domain.totals.result import LineTotal, Totals
from shop.kernel.money import BASIS, Money, divide_half_up
from shop.kernel.quantity import Unit, amount_for


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be paid for: a price for a whole unit and a quantity in minor steps."""

    key: str
    variant_id: int
    unit_price: Money
    quantity: int
    unit: Unit
    tax_class_id: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sum depends on beside its items.

    `rates` are basis points by tax class, none meaning no tax. `delivery_fee` is None as long as
    no method is chosen. `discount` is a sum off the items, at most all of them. `step` is the
    smallest payable amount of the payment method.
    """

    currency: str
    inclusive: bool
    rates: Mapping[int, int]
    delivery_fee: Money | None = None
    delivery_class_id: int | None = None
    step: int = 1
    discount: Money | None = None


def calculate(items: Sequence[Item], terms: Terms) -> Totals:
    """Return what `items` cost under `terms`; the same for the same input, whatever the clock.

    Raises `ValueError` for a negative price, quantity, fee, discount or rate: what comes from
    outside is refused long before.
    """
    _refuse_negative(items, terms)
    nothing = Money(0, terms.currency)
    subtotals = [amount_for(item.unit_price, item.quantity, item.unit) for item in items]
    shown = sum(subtotals, nothing)
    discount = min(terms.discount or nothing, shown, key=_minor)
    shares = (
        discount.allocate([one.minor for one in subtotals])
        if discount
        else [nothing] * len(subtotals)
    )
    lines = tuple(
        _line(item, subtotal, share, terms)
        for item, subtotal, share in zip(items, subtotals, shares, strict=True)
    )
    delivery = terms.delivery_fee or nothing
    delivery_rate = terms.rates.get(terms.delivery_class_id or 0, 0)
    delivery_net, delivery_tax = taxed(delivery, delivery_rate, inclusive=terms.inclusive)
    before = sum((line.total for line in lines), delivery_net + delivery_tax)
    rounding = _rounded(before, terms.step) - before
    return Totals(
        currency=terms.currency,
        inclusive=terms.inclusive,
        lines=lines,
        items=shown,
        discount=discount,
        delivery=delivery,
        delivery_net=delivery_net,
        delivery_tax=delivery_tax,
        tax=sum((line.tax for line in lines), delivery_tax),
        rounding=rounding,
        total=before + rounding,
        delivery_rate=delivery_rate,
        has_delivery=terms.delivery_fee is not None,
    )


def with_step(totals: Totals, step: int) -> Totals:
    """Return the same sum rounded to another payment method's smallest payable amount."""
    before = totals.total - totals.rounding
    total = _rounded(before, step)
    return replace(totals, rounding=total - before, total=total)


def taxed(amount: Money, rate: int, *, inclusive: bool) -> tuple[Money, Money]:
    """Return (net, tax) of an amount with the tax inside it, or to be put on top."""
    if not inclusive:
        return amount, amount.share(rate)
    tax = Money(divide_half_up(amount.minor * rate, BASIS + rate), amount.currency)
    return amount - tax, tax


def _line(item: Item, subtotal: Money, discount: Money, terms: Terms) -> LineTotal:
    rate = terms.rates.get(item.tax_class_id, 0)
    net, tax = taxed(subtotal - discount, rate, inclusive=terms.inclusive)
    return LineTotal(item.key, subtotal, discount, net, tax, net + tax, rate)


def _rounded(amount: Money, step: int) -> Money:
    if step == 1:
        return amount
    return Money(divide_half_up(amount.minor, step) * step, amount.currency)


def _minor(amount: Money) -> int:
    return amount.minor


def _refuse_negative(items: Sequence[Item], terms: Terms) -> None:
    amounts = [item.unit_price for item in items]
    amounts += [one for one in (terms.delivery_fee, terms.discount) if one is not None]
    numbers = [amount.minor for amount in amounts] + [item.quantity for item in items]
    if min(numbers, default=0) < 0 or min(terms.rates.values(), default=0) < 0 or terms.step < 1:
        raise ValueError("a sum is made of nothing negative")
    if any(amount.currency != terms.currency for amount in amounts):
        raise ValueError("a sum has one currency")
