"""The table of what the clock starts: each task with its pace, for the scheduler and for cron."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from shop.jobs import catalogue, inventory, mail, media, payments, runtime, search


class Run(Protocol):
    """What a task does: safe to repeat, told in numbers; a dry run only tells what it would do."""

    def __call__(self, *, dry_run: bool = False) -> Mapping[str, int]:
        """Do it."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something done again and again. `longest`: after that, another run may begin beside it."""

    name: str
    every: timedelta
    run: Run
    says: str = ""
    longest: timedelta = timedelta(minutes=2)


SWEEP = "outbox.sweep"
_SECONDS, _MINUTES, _HOURS = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours"))
TASKS: tuple[Task, ...] = (
    Task(SWEEP, 10 * _SECONDS, runtime.sweep, "Do what changes announced and no worker did."),
    Task("mail.resume", 10 * _SECONDS, mail.resume, "Send what waited for the mail server."),
    Task("payments.read_events", 10 * _SECONDS, payments.read_events, "Read gateways’ events."),
    Task("holds.expire", 30 * _SECONDS, inventory.expire_holds, "Free what checkouts held."),
    Task("orders.expire", 30 * _SECONDS, payments.expire, "End orders that nobody paid."),
    Task("payments.poll", 30 * _SECONDS, payments.poll, "Ask gateways about open payments."),
    Task("catalogue.apply_dates", _MINUTES, catalogue.apply_dates, "Publish and withdraw by date."),
    Task("search.write_log", _MINUTES, search.write_log, "Write down what was searched."),
    Task("media.sweep", 30 * _MINUTES, media.sweep, "Announce pictures again without sizes."),
    Task("inventory.scan_low_stock", 6 * _HOURS, inventory.scan_low_stock, "Find what runs low."),
)
"""The most frequent first."""


def task_called(name: str) -> Task:
    """Return the task `name`; raises `LookupError`."""
    for task in TASKS:
        if task.name == name:
            return task
    raise LookupError(f"no task is called {name!r}")
