"""Judgements on money that came in, and when to ask again; plain values in, plain values out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.domain.orders.statuses import HoldReason, OrderStatus, TaskKind
from shop.kernel.money import Money

_LOOK_UPS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15, 30, 60))
LOOK_UP_FOR = timedelta(days=3)
"""How long after an attempt's deadline its gateway is still asked what became of it."""
_EVENT_PAUSES = tuple(timedelta(seconds=s) for s in (5, 10, 20, 40, 80, 160, 600, 1800, 3600))
WAIT_FOR_PAYMENT = timedelta(days=3)
"""How long an event waits for the payment it speaks of."""
ASK_AGAIN_FOR = timedelta(hours=24)
"""How long a gateway's answer may be fetched by repeating the call under its key (M5)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What follows from what an order has been paid: is it assured, and must somebody look?"""

    assured: bool
    hold: HoldReason | None = None
    task: TaskKind | None = None


def judge(status: OrderStatus, total: Money, paid: Money) -> Judgement:
    """Weigh what an order has been paid, all payments together, against its total (M3)."""
    if status is OrderStatus.CANCELLED:  # nothing is owed any more, so all of it goes back
        return Judgement(assured=False, hold=HoldReason.OVERPAID, task=TaskKind.REFUND)
    if paid < total:
        return Judgement(assured=False, hold=HoldReason.UNDERPAID, task=TaskKind.REVIEW)
    if total < paid:
        return Judgement(assured=True, hold=HoldReason.OVERPAID, task=TaskKind.REFUND)
    return Judgement(assured=True)


def next_look_up(look_ups: int, now: datetime, deadline: datetime | None) -> datetime | None:
    """Return when to ask the gateway again after asking `look_ups` times; None when to give up."""
    at = now + _LOOK_UPS[min(look_ups, len(_LOOK_UPS) - 1)]
    if deadline is not None and at > deadline + LOOK_UP_FOR:
        return None
    return at


def event_is_due(received_at: datetime, tries: int, now: datetime) -> bool:
    """Tell whether an event that nobody could process should be looked at (again)."""
    waited = sum(_EVENT_PAUSES[: tries + 1], timedelta())
    waited += _EVENT_PAUSES[-1] * max(0, tries + 1 - len(_EVENT_PAUSES))
    return received_at + waited <= now
