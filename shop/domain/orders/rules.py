"""What is derived and what is allowed: pure judgement about an order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shop.domain.orders.statuses import MOVES, FulfilmentState, OrderStatus, PaymentState

LONGEST_WAIT = timedelta(days=7)
"""However often the method is changed, unpaid stock is not kept longer than this."""
_UNTOUCHED = frozenset({FulfilmentState.UNFULFILLED, FulfilmentState.BACKORDERED})
_INSIDE = frozenset({*_UNTOUCHED, FulfilmentState.PACKING})


@dataclass(frozen=True, slots=True)
class Counters:
    """What became of the units of a line."""

    quantity: int
    shipped: int = 0
    cancelled: int = 0
    returned: int = 0


def payment_state(
    total: int, captured: int, refunded: int, *, on_delivery: bool = False
) -> PaymentState:
    """Return what of `total` was paid, from the sums of the ledger."""
    left = captured - refunded
    if refunded and left < total:
        return PaymentState.PARTLY_REFUNDED if left > 0 else PaymentState.REFUNDED
    if left > total:
        return PaymentState.OVERPAID
    if left == total:
        return PaymentState.PAID
    if left:
        return PaymentState.PARTLY_PAID
    return PaymentState.COLLECT if on_delivery else PaymentState.UNPAID


def fulfilment_state(lines: Iterable[Counters]) -> FulfilmentState:
    """Return what of the goods left and came back (RELIABILITY O11)."""
    known = list(lines)
    wanted = sum(line.quantity - line.cancelled for line in known)
    shipped = sum(line.shipped for line in known)
    returned = sum(line.returned for line in known)
    if not shipped:
        return FulfilmentState.UNFULFILLED
    if returned:
        whole = returned == shipped and shipped >= wanted
        return FulfilmentState.RETURNED if whole else FulfilmentState.PARTLY_RETURNED
    return FulfilmentState.SHIPPED if shipped >= wanted else FulfilmentState.PARTLY_SHIPPED


def cancellable(status: OrderStatus, goods: FulfilmentState, *, by_shopper: bool = False) -> bool:
    """Tell whether an order may be cancelled; its buyer may until somebody packs it."""
    inside = _UNTOUCHED if by_shopper else _INSIDE
    return MOVES.allow(status, OrderStatus.CANCELLED) and goods in inside


def deadline(placed_at: datetime, now: datetime, minutes: int | None) -> datetime | None:
    """Return until when an unpaid order keeps its stock by a method chosen `now`."""
    if minutes is None:
        return None
    return min(now + timedelta(minutes=minutes), placed_at + LONGEST_WAIT)


def counter(day: date) -> str:
    """Return the name of the counter that numbers the orders of a day by the shop's clock."""
    return f"orders:{day:%Y%m%d}"


def number(prefix: str, day: date, count: int) -> str:
    """Return the number of a day's order, such as D-20261120-0001."""
    return f"{prefix}-{day:%Y%m%d}-{count:04}"
