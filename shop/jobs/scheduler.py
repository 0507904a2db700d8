"""The scheduler: runs due tasks, one scheduler at a time, with or without Redis."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from flask import Flask
from redis import Redis, RedisError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from shop.jobs import alone, runtime, tasks
from shop.jobs.schedule import SWEEP, TASKS, Task
from shop.kernel import clock, outbox
from shop.kernel.locks import Lease, release_lease, take_lease
from shop.kernel.rerun import rerun
from shop.kernel.unit_of_work import unit_of_work

_log = logging.getLogger(__name__)
LEASE = "scheduler"
LEASE_SECONDS = 60.0
RENEWAL = timedelta(seconds=20)
RELAY_GRACE = timedelta(seconds=30)
RELAY_AGAIN = timedelta(minutes=3)
RELAY_MOST = 200
BUSY_PAUSE = timedelta(seconds=5)
WITHOUT_REDIS = timedelta(seconds=30)
TICK_SECONDS = 1.0


@dataclass(slots=True)
class OutboxCare:
    """Sees to deliveries that no worker began: into the queue again, or done here without Redis."""

    redis: Redis | None
    _lost_since: datetime | None = None
    _relayed: dict[int, datetime] = field(default_factory=dict)

    def run(self, *, dry_run: bool = False) -> Mapping[str, int]:
        """Relay or do what is overdue."""
        if self._redis_answers():
            return {"relayed": self._relay()}
        lost_since = self._lost_since or clock.now()
        if self.redis is not None and clock.now() - lost_since < WITHOUT_REDIS:
            return {}
        return runtime.sweep(dry_run=dry_run)

    def _relay(self) -> int:
        """Hand what waits to the queue; what was handed over lately may just stand in line."""
        moment = clock.now()
        lately = {number: at for number, at in self._relayed.items() if moment - at < RELAY_AGAIN}
        overdue = outbox.due(limit=RELAY_MOST + len(lately), grace=RELAY_GRACE)
        lost = [(delivery, job) for delivery, job in overdue if delivery not in lately]
        for delivery, job in lost:
            outbox.relay(delivery, job)
        self._relayed = lately | dict.fromkeys((delivery for delivery, _job in lost), moment)
        return len(lost)

    def _redis_answers(self) -> bool:
        try:
            answers = self.redis is not None and bool(self.redis.ping())
        except RedisError:
            answers = False
        if answers:
            self._lost_since = None
        else:
            self._lost_since = self._lost_since or clock.now()
            self._relayed.clear()  # nobody knows what it will remember
        return answers


@dataclass(slots=True)
class Scheduler:
    """Runs the tasks that are due whenever `tick` is called, if it holds the lease."""

    tasks: Sequence[Task]
    owner: str
    _next: dict[str, datetime] = field(default_factory=dict)
    _renewed: datetime | None = None

    def tick(self) -> dict[str, Mapping[str, int]]:
        """Run what is due now; returns what each task did, by its name."""
        if not self._hold_lease():
            return {}
        done = {}
        for task in self.tasks:
            if run := self._claim(task):
                done[task.name] = tasks.act(task).numbers
                tasks.give_back(task, run)
        return done

    def leave(self) -> None:
        """Give the lease back, so that another scheduler need not wait for its end."""
        with unit_of_work() as current:
            release_lease(current, LEASE, self.owner)

    def _hold_lease(self) -> bool:
        if self._renewed and clock.now() - self._renewed < RENEWAL:
            return True
        held = rerun(self._renew)
        self._renewed = clock.now() if held else None
        return held

    def _renew(self) -> bool:
        with unit_of_work() as current:
            alone.free_if_gone(current, LEASE)
            return take_lease(current, LEASE, self.owner, LEASE_SECONDS)

    def _claim(self, task: Task) -> str | None:
        """Claim one run: a lease as long as the pace, whose end is the next time it is due.

        Returns whose run it is; None where it is not due, or where a command runs it right now.
        """
        due = self._next.get(task.name)
        if due is not None and clock.now() < due:
            return None
        run = alone.new_owner()
        claimed, self._next[task.name] = rerun(lambda: self._take(task, run))
        return run if claimed else None

    def _take(self, task: Task, run: str) -> tuple[bool, datetime]:
        """Take both leases or neither; returns also when to look again."""
        name = f"task {task.name}"
        with unit_of_work() as current:
            if not alone.take(current, task.name, run, task.longest.total_seconds()):
                return False, clock.now() + BUSY_PAUSE
            # An owner of its own for each run: a lease may be extended by who holds it.
            claimed = take_lease(current, name, run, task.every.total_seconds())
            if not claimed:
                alone.give_back(current, task.name, run)
            until = current.execute(select(Lease.until).where(Lease.name == name)).scalar_one()
        return claimed, until


def work(app: Flask, redis_url: str) -> None:
    """Run the tasks until TERM or INT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    redis = Redis.from_url(redis_url, socket_timeout=5) if redis_url else None
    care = OutboxCare(redis).run
    table = [replace(task, run=care) if task.name == SWEEP else task for task in TASKS]
    scheduler = Scheduler(table, alone.new_owner())
    while not stop.is_set():
        with app.app_context():
            _tick(scheduler)
        stop.wait(TICK_SECONDS)
    with app.app_context():
        scheduler.leave()


def _tick(scheduler: Scheduler) -> None:
    """Tick once; a database out of reach is said and waited for."""
    try:
        scheduler.tick()
    except SQLAlchemyError as error:
        _log.warning("the scheduler waits for the database: %s", error)
