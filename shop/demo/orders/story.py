"""What became of one order: the verbs of a real one, told with a clock that is long past.

Nothing here touches a database. Each verb leaves behind what the domain's verb of that name would
write: history, attempts to pay, postings, tasks. `shop.demo.orders.rows` makes rows of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shop.domain.orders import rules
from shop.domain.orders.actions.moves import SHOPPER, SYSTEM
from shop.domain.orders.statuses import LIVE, MOVES, Happening, HoldReason, OrderStatus, TaskKind
from shop.domain.payments.statuses import PaymentStatus
from shop.kernel.formatting import format_money

_S = OrderStatus
STAFF = "demo"
_REFUSED = "The test bank refused the payment."


class Mail(StrEnum):
    """The mails that an order sends."""

    CONFIRMATION = "order_confirmation"
    CANCELLED = "order_cancelled"
    EXPIRED = "order_expired"


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of the history; `attempt` counts from 0 where it is about one."""

    kind: Happening
    at: datetime
    actor: str = SYSTEM
    start: OrderStatus | None = None
    to: OrderStatus | None = None
    note: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    attempt: int | None = None


@dataclass(slots=True)
class Attempt:
    """An attempt to pay."""

    begun: datetime
    amount: int
    until: datetime | None = None
    status: PaymentStatus = PaymentStatus.PENDING
    captured: int = 0
    refunded: int = 0
    failure: str = ""
    told: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """Something for the books: a sale of a turn, its reversal, or money of an attempt."""

    kind: str
    at: datetime
    turn: int = 0
    attempt: int = 0
    amount: int = 0
    actor: str = SYSTEM


@dataclass(slots=True)
class Task:
    """Something that somebody has, or had, to do."""

    kind: TaskKind
    note: str
    opened: datetime
    done: datetime | None = None


class Story:
    """One order from its placing to where it stands now."""

    def __init__(
        self,
        placed: datetime,
        total: int,
        currency: str,
        *,
        on_delivery: bool,
        offline: bool,
        minutes: int | None,
    ) -> None:
        """Begin with the placing; `minutes` is how long it waits for its money."""
        self.placed, self.total, self.currency = placed, total, currency
        self.on_delivery = on_delivery
        self.status = _S.PLACED if on_delivery else _S.AWAITING_PAYMENT
        self.turn, self.paid, self.refunded = 1, 0, 0
        self.hold_reason: HoldReason | None = None
        self.secured = placed if on_delivery else None
        self.expires = None if on_delivery else rules.deadline(placed, placed, minutes)
        self.closed: datetime | None = None
        self.events: list[Happened] = []
        self.attempts: list[Attempt] = []
        self.postings = [Posting("sale", placed, 1)]
        self.tasks: list[Task] = []
        self.mails: list[tuple[Mail, datetime]] = []
        kind = Happening.PLACED if on_delivery else Happening.RECEIVED
        self.events.append(Happened(kind, placed, SHOPPER, None, self.status))
        if on_delivery or offline:
            self._confirm_by_mail(placed)

    @property
    def is_live(self) -> bool:
        """Whether stock belongs to it."""
        return self.status in LIVE

    @property
    def is_shipped(self) -> bool:
        """Whether the goods have left the shop."""
        return self.status is _S.COMPLETED

    @property
    def last(self) -> datetime:
        """When something happened last."""
        return self.events[-1].at

    def attempt(self, at: datetime) -> None:
        """Begin to pay online."""
        self.attempts.append(Attempt(at, self.total, self.expires))
        self._record(Happening.ATTEMPT_STARTED, at, attempt=len(self.attempts) - 1)

    def fail(self, at: datetime) -> None:
        """Have the bank say no."""
        self._end_attempt(at, PaymentStatus.FAILED, _REFUSED)

    def expire(self, at: datetime) -> None:
        """Let the deadline pass, at the gateway first."""
        if self.attempts and self.attempts[-1].status is PaymentStatus.PENDING:
            self._end_attempt(at, PaymentStatus.EXPIRED, "")
        self._move(_S.EXPIRED, Happening.EXPIRED, at)
        self.closed = at
        self.postings.append(Posting("sale_reversal", at, self.turn))
        self.mails.append((Mail.EXPIRED, at))

    def capture(self, at: datetime, amount: int | None = None, *, actor: str = SYSTEM) -> None:
        """Let money come in: of an open or late attempt, or by the hand of staff."""
        came = self.total - self.paid if amount is None else amount
        if actor != SYSTEM or not self.attempts:
            self.attempts.append(Attempt(at, came))
        place = len(self.attempts) - 1
        one = self.attempts[place]
        one.status, one.captured, one.told = PaymentStatus.CAPTURED, came, at
        one.failure, one.by = "", "" if actor == SYSTEM else actor
        self.paid += came
        data = {"amount": [came, self.currency]}
        self._record(Happening.PAID, at, actor, data=data, attempt=place)
        self.postings.append(Posting("capture", at, 0, place, came, actor))

    def underpay(self, at: datetime) -> None:
        """Let a part of the money come in: somebody has to look."""
        came = max(1, self.total // 200) * 100
        self.capture(at, came, actor=STAFF)
        shown = [format_money(one, self.currency) for one in (came, self.total)]
        self.hold(at, HoldReason.UNDERPAID, TaskKind.REVIEW, f"{shown[0]} of {shown[1]} came in.")

    def secure(self, at: datetime) -> None:
        """Place an order whose payment is assured, and confirm it by rule."""
        if self.hold_reason is HoldReason.UNDERPAID:
            self.lift(at)
        self._move(_S.PLACED, Happening.SECURED, at)
        self.secured, self.expires = at, None
        self._confirm_by_mail(at)
        self.confirm(at, actor=SYSTEM)

    def revive(self, at: datetime) -> None:
        """Bring back an order that was paid late."""
        self._move(_S.PLACED, Happening.REVIVED, at)
        self.turn += 1
        self.secured, self.expires, self.closed = at, None, None
        self.postings.append(Posting("sale", at, self.turn))
        self._confirm_by_mail(at)
        self.confirm(at, actor=SYSTEM)

    def confirm(self, at: datetime, *, actor: str = STAFF) -> None:
        """Say yes."""
        self._move(_S.CONFIRMED, Happening.CONFIRMED, at, actor)

    def complete(self, at: datetime) -> None:
        """Hand the goods over, all of them."""
        self._move(_S.COMPLETED, Happening.COMPLETED, at, STAFF)
        self.closed = at

    def cancel(self, at: datetime, reason: str = "", *, actor: str = STAFF) -> None:
        """Cancel; what was paid is to be given back."""
        self._move(_S.CANCELLED, Happening.CANCELLED, at, actor, note=reason)
        self.closed, self.expires, self.hold_reason = at, None, None
        self.postings.append(Posting("sale_reversal", at, self.turn))
        self.mails.append((Mail.CANCELLED, at))
        if self.paid > self.refunded:
            self.tasks.append(Task(TaskKind.REFUND, "", at))

    def refund(self, at: datetime) -> None:
        """Give back what the last attempt took."""
        place = len(self.attempts) - 1
        one = self.attempts[place]
        one.refunded, one.told = one.captured, at
        self.refunded += one.captured
        data = {"amount": [one.captured, self.currency]}
        self._record(Happening.REFUNDED, at, data=data, attempt=place)
        self.postings.append(Posting("refund", at, 0, place, one.captured))
        self._finish(TaskKind.REFUND, at)

    def hold(self, at: datetime, reason: HoldReason, task: TaskKind, note: str) -> None:
        """Stop it until somebody has looked."""
        self.hold_reason = reason
        self.tasks.append(Task(task, note, at))
        actor = STAFF if reason is HoldReason.REVIEW else SYSTEM
        self._record(Happening.HELD, at, actor, note=note, data={"reason": reason})

    def miss_stock(self, at: datetime) -> None:
        """Find that the goods of an order that was paid late are gone."""
        came = format_money(self.paid, self.currency)
        note = f"{came} came in after the deadline, and the goods are gone."
        self.hold(at, HoldReason.PAID_WITHOUT_STOCK, TaskKind.STOCK, note)

    def lift(self, at: datetime) -> None:
        """Let it go on, whatever was asked being done."""
        data = {"reason": self.hold_reason}
        actor = STAFF if self.hold_reason is HoldReason.REVIEW else SYSTEM
        self.hold_reason = None
        self._record(Happening.LIFTED, at, actor, data=data)
        self._finish(TaskKind.REVIEW, at)

    def sell_out(self, now: datetime, reason: str) -> None:
        """Cancel it after all, as its goods are not to be had."""
        self.cancel(min(now, self.last + timedelta(hours=2)), reason)

    def _end_attempt(self, at: datetime, status: PaymentStatus, failure: str) -> None:
        one = self.attempts[-1]
        one.status, one.failure, one.told = status, failure, at
        data = {"status": status, "reason": failure}
        self._record(Happening.ATTEMPT_FAILED, at, data=data, attempt=len(self.attempts) - 1)

    def _confirm_by_mail(self, at: datetime) -> None:
        if all(mail is not Mail.CONFIRMATION for mail, _at in self.mails):
            self.mails.append((Mail.CONFIRMATION, at))

    def _finish(self, kind: TaskKind, at: datetime) -> None:
        for task in self.tasks:
            if task.kind is kind and task.done is None:
                task.done = at

    def _move(
        self,
        to: OrderStatus,
        kind: Happening,
        at: datetime,
        actor: str = SYSTEM,
        *,
        note: str = "",
    ) -> None:
        if not MOVES.allow(self.status, to):
            raise ValueError(f"an order never goes from {self.status} to {to}")
        self._record(kind, at, actor, note=note, moved=(self.status, to))
        self.status = to

    def _record(
        self,
        kind: Happening,
        at: datetime,
        actor: str = SYSTEM,
        *,
        note: str = "",
        data: dict[str, Any] | None = None,
        attempt: int | None = None,
        moved: tuple[OrderStatus | None, OrderStatus | None] = (None, None),
    ) -> None:
        self.events.append(Happened(kind, at, actor, *moved, note, data or {}, attempt))
