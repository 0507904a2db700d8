"""Perform one task now, alone; the scheduler and the commands do it the same way."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.exc import SQLAlchemyError

from shop.jobs import alone
from shop.jobs.schedule import Task
from shop.kernel.db import session
from shop.kernel.rerun import rerun
from shop.kernel.unit_of_work import unit_of_work

_log = logging.getLogger(__name__)


class Ending(StrEnum):
    """How a run ended; busy means that another one was under way."""

    DONE = "done"
    FAILED = "failed"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended, and what it did in numbers."""

    ending: Ending
    numbers: Mapping[str, int] = field(default_factory=dict)
    error: str = ""


def perform(task: Task, *, dry_run: bool = False) -> Outcome:
    """Run `task` unless another run is under way; a dry run changes nothing, not even the lease."""
    if dry_run:
        return act(task, dry_run=True)
    owner = alone.new_owner()

    def take() -> bool:
        with unit_of_work() as current:
            return alone.take(current, task.name, owner, task.longest.total_seconds())

    if not rerun(take):
        return Outcome(Ending.BUSY)
    outcome = act(task)
    give_back(task, owner)
    return outcome


def act(task: Task, *, dry_run: bool = False) -> Outcome:
    """Run `task` for who holds its lease; what goes wrong is logged and told, never raised."""
    try:
        done = rerun(lambda: task.run(dry_run=dry_run))
    except Exception as error:  # noqa: BLE001 - one broken task must not stop the others
        _log.exception("task %s failed", task.name)
        return Outcome(Ending.FAILED, error=f"{type(error).__name__}: {error}")
    finally:
        session().rollback()
    if any(done.values()) and not dry_run:
        _log.info("task %s: %s", task.name, dict(done))
    return Outcome(Ending.DONE, done)


def give_back(task: Task, owner: str) -> None:
    """End a run, so that the next may begin; where that fails, its lease runs out."""

    def give() -> None:
        with unit_of_work() as current:
            alone.give_back(current, task.name, owner)

    try:
        rerun(give)
    except SQLAlchemyError as error:
        _log.warning("the lease of task %s could not be given back: %s", task.name, error)
