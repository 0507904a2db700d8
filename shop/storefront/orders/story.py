"""The timeline of an order in its buyer's words, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shop.domain.orders.actions.moves import SHOPPER
from shop.domain.orders.queries import Entry, Note
from shop.domain.orders.statuses import Happening
from shop.domain.payments.queries import method
from shop.kernel.i18n import _
from shop.kernel.money import Money
from shop.storefront.orders.shapes import Happened
from shop.storefront.orders.words import moment, money

_Words = Callable[[Entry], tuple[str, str]]
"""Title and note of an entry."""


def _amount(entry: Entry) -> str:
    return money(Money(*entry.data["amount"]))


def _by(entry: Entry, key: str = "method") -> str:
    code = entry.data.get(key, "")
    known = method(code)
    return known.name if known else code


def _cancelled(entry: Entry) -> tuple[str, str]:
    if entry.actor == SHOPPER:
        return _("You cancelled the order"), ""
    return _("The shop cancelled the order"), entry.note


_TOLD: dict[Happening, _Words] = {
    Happening.RECEIVED: lambda _entry: (_("Order received"), ""),
    Happening.PLACED: lambda _entry: (_("Order placed"), ""),
    Happening.CONFIRMED: lambda _entry: (_("Confirmed"), ""),
    Happening.COMPLETED: lambda _entry: (_("Completed"), ""),
    Happening.CANCELLED: _cancelled,
    Happening.EXPIRED: lambda _entry: (_("Not paid in time"), ""),
    Happening.REVIVED: lambda _entry: (_("The payment came late, and the goods are yours"), ""),
    Happening.HELD: lambda _entry: (_("Put on hold"), ""),
    Happening.LIFTED: lambda _entry: (_("No longer on hold"), ""),
    Happening.METHOD_CHANGED: lambda entry: (_("Another way to pay"), _by(entry, "to")),
    Happening.ATTEMPT_FAILED: lambda entry: (
        _("The payment did not work"), entry.data.get("reason", ""),
    ),
    Happening.PAID: lambda entry: (_("%(amount)s paid", amount=_amount(entry)), _by(entry)),
    Happening.REFUNDED: lambda entry: (_("%(amount)s paid back", amount=_amount(entry)), ""),
}  # fmt: skip
# What is not in the table says nothing new to the buyer: a payment begun, or assured by being paid.


def told(history: Sequence[Entry], notes: Sequence[Note]) -> list[Happened]:
    """Return what happened, and what the shop wrote to the buyer, the newest first."""
    lines = [(entry.at, *_TOLD[entry.kind](entry)) for entry in history if entry.kind in _TOLD]
    lines += [(note.at, _("A note from the shop"), note.text) for note in notes]
    lines.sort(key=lambda line: line[0], reverse=True)
    return [Happened(title, note, at.isoformat(), moment(at)) for at, title, note in lines]
