"""Runs one delivery: claim, act, record; what fails for now is tried again with growing pauses."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TypeVar

from redis import Redis
from sqlalchemy.exc import DBAPIError

from shop.jobs.subscriptions import queue_of
from shop.kernel import outbox
from shop.kernel.db import session
from shop.kernel.errors import DomainError, OutOfReach, Unavailable
from shop.kernel.rerun import rerun
from shop.kernel.unit_of_work import unit_of_work

T = TypeVar("T")
_log = logging.getLogger(__name__)
JOB_SECONDS = 600
_KEEP_FAILED_SECONDS = 14 * 24 * 3600


@cache
def _function(job: str) -> Callable[..., None]:
    """Return the function that a name such as `search.index_product` stands for."""
    module, _, name = job.partition(".")
    function: Callable[..., None] = getattr(import_module(f"shop.jobs.{module}"), name)
    return function


def deliver(delivery_id: int) -> bool:
    """Run the job of one delivery; False where another process has it or it is done.

    Expected errors (`DomainError`) end the delivery with its reason; `Unavailable` and database
    trouble are tried again, `OutOfReach` as often as it takes; anything else is logged with its
    trace and tried again too. A job that met a deadlock is run again at once.
    """
    claimed = _unit(lambda: outbox.claim(delivery_id))
    if claimed is None:
        return False
    job, payload = claimed
    try:
        rerun(lambda: _function(job)(**payload))
    except Exception as error:  # noqa: BLE001 - every outcome must be recorded
        if isinstance(error, DomainError | DBAPIError):
            _log.warning("job %s of delivery %s: %s", job, delivery_id, error)
        else:
            _log.exception("job %s of delivery %s failed", job, delivery_id)
        session().rollback()  # what it left half done must not stop the record
        _record(delivery_id, job, error)
        return True
    _unit(lambda: outbox.finish(delivery_id))
    return True


def _unit(act: Callable[[], T]) -> T:
    """Do one thing to a delivery in a unit of work of its own."""

    def work() -> T:
        with unit_of_work():
            return act()

    return rerun(work)


def _record(delivery_id: int, job: str, error: Exception) -> None:
    """Write down why a delivery failed, and whether it is worth another try."""
    reason = f"{type(error).__name__}: {error}"
    if isinstance(error, OutOfReach):
        _unit(lambda: outbox.postpone(delivery_id, job, reason))
    else:
        again = not isinstance(error, DomainError) or isinstance(error, Unavailable)
        _unit(lambda: outbox.fail(delivery_id, reason, again=again))


def enqueuer(redis: Redis | None) -> Callable[[int, str], None]:
    """Return the outbox's way to the queue; without Redis the sweep does all deliveries."""
    if redis is None:
        return lambda _delivery, _job: None

    def enqueue(delivery_id: int, job: str) -> None:
        from rq import Queue  # noqa: PLC0415 - only processes that announce something need it
        from rq.serializers import JSONSerializer  # noqa: PLC0415 - RQ is for the processes that need it

        Queue(queue_of(job), connection=redis, serializer=JSONSerializer).enqueue(
            "shop.jobs.runtime.deliver",
            delivery_id,
            job_timeout=JOB_SECONDS,
            result_ttl=0,
            failure_ttl=_KEEP_FAILED_SECONDS,
            description=job,
        )

    return enqueue


def sweep(*, dry_run: bool = False) -> dict[str, int]:
    """Run every delivery that is overdue, here and now; for the scheduler and for cron."""
    overdue = outbox.due()
    if dry_run:
        return {"due": len(overdue), "run": 0}
    return {"due": len(overdue), "run": sum(deliver(number) for number, _job in overdue)}


def postponed(job: str) -> int:
    """Return how many deliveries of `job` wait for the service it needs; ends the read."""
    count = len(outbox.postponed(job))
    session().rollback()
    return count


def hasten(job: str) -> int:
    """Let deliveries of `job` begin whose service is back; returns how many."""
    return _unit(lambda: outbox.hasten(job))
