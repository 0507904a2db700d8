"""The scheduler: runs due tasks, one scheduler at a time, with or without Redis."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask
from redis import Redis, RedisError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from shop.jobs import runtime
from shop.jobs.schedule import TASKS, Task
from shop.kernel import clock, outbox
from shop.kernel.db import session
from shop.kernel.locks import Lease, release_lease, take_lease
from shop.kernel.unit_of_work import unit_of_work

_log = logging.getLogger(__name__)
LEASE = "scheduler"
LEASE_SECONDS = 60.0
RENEWAL = timedelta(seconds=20)
SWEEP_EVERY = timedelta(seconds=10)
RELAY_GRACE = timedelta(minutes=2)
WITHOUT_REDIS = timedelta(seconds=30)
TICK_SECONDS = 1.0


@dataclass(slots=True)
class OutboxCare:
    """Sees to deliveries that no worker began: into the queue again, or done here without Redis."""

    redis: Redis | None
    _lost_since: datetime | None = None

    def run(self) -> Mapping[str, int]:
        """Relay or do what is overdue."""
        if self._redis_answers():
            overdue = outbox.due(grace=RELAY_GRACE)
            for delivery, job in overdue:
                outbox.relay(delivery, job)
            return {"relayed": len(overdue)}
        lost_since = self._lost_since or clock.now()
        if self.redis is not None and clock.now() - lost_since < WITHOUT_REDIS:
            return {}
        return runtime.sweep()

    def _redis_answers(self) -> bool:
        try:
            answers = self.redis is not None and bool(self.redis.ping())
        except RedisError:
            answers = False
        self._lost_since = None if answers else self._lost_since or clock.now()
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
        return {task.name: self._run(task) for task in self.tasks if self._claim(task)}

    def leave(self) -> None:
        """Give the lease back, so that another scheduler need not wait for its end."""
        with unit_of_work() as current:
            release_lease(current, LEASE, self.owner)

    def _hold_lease(self) -> bool:
        if self._renewed and clock.now() - self._renewed < RENEWAL:
            return True
        with unit_of_work() as current:
            held = take_lease(current, LEASE, self.owner, LEASE_SECONDS)
        self._renewed = clock.now() if held else None
        return held

    def _claim(self, task: Task) -> bool:
        """Claim one run: a lease as long as the pace, whose end is the next time it is due."""
        if clock.now() < self._next.get(task.name, clock.now()):
            return False
        name, seconds = f"task {task.name}", task.every.total_seconds()
        with unit_of_work() as current:
            # An owner of its own for each run: a lease may be extended by who holds it.
            run = f"{self.owner} {clock.now().timestamp()}"
            claimed = take_lease(current, name, run[:80], seconds)
            until = current.execute(select(Lease.until).where(Lease.name == name)).scalar_one()
        self._next[task.name] = until
        return claimed

    def _run(self, task: Task) -> Mapping[str, int]:
        try:
            done = task.run()
        except Exception:  # noqa: BLE001 - one broken task must not stop the others
            _log.exception("task %s failed", task.name)
            return {}
        finally:
            session().rollback()
        if any(done.values()):
            _log.info("task %s: %s", task.name, dict(done))
        return done


def work(app: Flask, redis_url: str) -> None:
    """Run the tasks until TERM or INT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    redis = Redis.from_url(redis_url, socket_timeout=5) if redis_url else None
    sweep = Task("outbox.sweep", SWEEP_EVERY, OutboxCare(redis).run)
    scheduler = Scheduler((sweep, *TASKS), f"{socket.gethostname()[:40]} {os.getpid()}")
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
