"""What a shopper was shown before ordering, carried by the form, to tell what changed; pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from shop.domain.checkout.errors import Change
from shop.domain.checkout.queries import Quote
from shop.domain.checkout.words import named
from shop.kernel.i18n import _
from shop.kernel.money import Money

_DELIVERY, _TAX = "delivery", "tax"
_LONGEST = 8_000
_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Seen:
    """Amounts in minor units: each line's by its variant, delivery, and tax where it is on top.

    It only explains: whoever forges it is told a tale about his own cart.
    """

    lines: dict[str, int] = field(default_factory=dict)
    delivery: int | None = None
    tax: int = 0

    def __str__(self) -> str:
        parts = [f"{key}={amount}" for key, amount in self.lines.items()]
        if self.delivery is not None:
            parts.append(f"{_DELIVERY}={self.delivery}")
        return " ".join([*parts, f"{_TAX}={self.tax}"])


def seen_of(quote: Quote) -> Seen:
    """Return what a page shows of a quote."""
    exact = quote.exact
    return Seen(
        {line.key: line.subtotal.minor for line in exact.lines},
        exact.delivery.minor if exact.has_delivery else None,
        0 if exact.inclusive else exact.tax.minor,
    )


def read(text: str) -> Seen:
    """Return what a form carried; whatever makes no sense in it is left out."""
    amounts = {}
    for part in text[:_LONGEST].split():
        name, _equals, digits = part.partition("=")
        if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS:
            amounts[name] = int(digits)
    delivery, tax = amounts.pop(_DELIVERY, None), amounts.pop(_TAX, 0)
    return Seen(amounts, delivery, tax)


def changes(before: Seen, now: Quote) -> list[Change]:
    """Return which parts of the sum are not what they were."""
    exact, found = now.exact, []
    names = {str(item.variant_id): named(item) for item in now.items}

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, exact.currency)

    shown = seen_of(now)
    for key, amount in shown.lines.items():
        if before.lines.get(key) != amount:
            found.append(Change(names[key], money(before.lines.get(key)), money(amount)))
    gone = [amount for key, amount in before.lines.items() if key not in shown.lines]
    if gone:
        found.append(Change(_("No longer in the cart"), money(sum(gone)), None))
    if before.delivery != shown.delivery:
        found.append(Change(_("Delivery"), money(before.delivery), money(shown.delivery)))
    if before.tax != shown.tax:
        found.append(Change(_("Tax"), money(before.tax), money(shown.tax)))
    return found
