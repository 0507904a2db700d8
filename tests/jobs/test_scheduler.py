"""The scheduler: each task once in its time, by one scheduler, with or without Redis."""

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta

import pytest
from redis import RedisError

from shop.jobs import alone, scheduler
from shop.jobs.schedule import TASKS, Task
from shop.jobs.scheduler import OutboxCare, Scheduler
from shop.kernel import outbox
from shop.kernel.db import session
from shop.kernel.events import Event
from shop.kernel.locks import take_lease
from shop.kernel.unit_of_work import unit_of_work
from tests.support.databases import TestDatabase
from tests.support.hands import Hands

MINUTE = timedelta(minutes=1)


class Counting:
    """A task that counts its runs."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, *, dry_run: bool = False) -> Mapping[str, int]:  # noqa: ARG002 - every task's form
        self.runs += 1
        return {"runs": self.runs}


def _broken(*, dry_run: bool = False) -> Mapping[str, int]:
    raise ValueError("broken")


def test_a_task_runs_once_in_its_time(database: TestDatabase, clock: Hands) -> None:
    task = Counting()
    mine = Scheduler((Task("count", MINUTE, task),), "one")

    for _ in range(3):
        mine.tick()
    assert task.runs == 1
    clock.forward(seconds=61)
    mine.tick()
    assert task.runs == 2


def test_the_first_tick_runs_everything_by_a_clock_that_goes_on(database: TestDatabase) -> None:
    table = [Task(f"count {number}", MINUTE, Counting()) for number in range(12)]

    assert len(Scheduler(table, "one").tick()) == len(table)


def test_a_restart_does_not_run_a_task_early(database: TestDatabase, clock: Hands) -> None:
    task = Counting()
    table = (Task("count", MINUTE, task),)
    first = Scheduler(table, "first")
    first.tick()
    first.leave()

    clock.forward(seconds=30)
    second = Scheduler(table, "second")
    second.tick()
    assert task.runs == 1
    clock.forward(seconds=31)
    second.tick()
    assert task.runs == 2


def test_only_the_holder_of_the_lease_runs_tasks(database: TestDatabase, clock: Hands) -> None:
    task = Counting()
    table = (Task("count", timedelta(seconds=5), task),)
    holder, other = Scheduler(table, "holder"), Scheduler(table, "other")

    holder.tick()
    clock.forward(seconds=10)
    assert other.tick() == {}
    clock.forward(seconds=scheduler.LEASE_SECONDS)
    assert other.tick() == {"count": {"runs": 2}}


def test_a_task_under_way_elsewhere_is_left_alone(database: TestDatabase, clock: Hands) -> None:
    task = Counting()
    table = (Task("count", MINUTE, task),)
    mine = Scheduler(table, "one")
    with unit_of_work() as current:
        assert alone.take(current, "count", "elsewhere|1|x", 100)

    assert mine.tick() == {}
    with unit_of_work() as current:
        alone.give_back(current, "count", "elsewhere|1|x")
    assert mine.tick() == {}, "it looks again after a pause"
    clock.forward(seconds=6)
    assert mine.tick() == {"count": {"runs": 1}}


def test_a_killed_scheduler_keeps_nobody_waiting(database: TestDatabase, clock: Hands) -> None:
    task = Counting()
    gone = alone.new_owner().replace(str(os.getpid()), str(_dead_process()))
    table = (Task("count", MINUTE, task),)
    with unit_of_work() as current:
        assert take_lease(current, scheduler.LEASE, gone, scheduler.LEASE_SECONDS)
        assert alone.take(current, "count", gone, 120)

    assert Scheduler(table, alone.new_owner()).tick() == {"count": {"runs": 1}}


def _dead_process() -> int:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def test_a_broken_task_does_not_stop_the_others(
    database: TestDatabase, clock: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    task = Counting()
    mine = Scheduler((Task("broken", MINUTE, _broken), Task("count", MINUTE, task)), "one")

    assert mine.tick() == {"broken": {}, "count": {"runs": 1}}
    assert "task broken failed" in caplog.text


def test_the_table_names_each_task_once_and_all_run(database: TestDatabase) -> None:
    assert len({task.name for task in TASKS}) == len(TASKS)
    for task in TASKS:
        assert task.says.endswith(".")
        for dry_run in (True, False):
            assert set(map(type, task.run(dry_run=dry_run).values())) <= {int}
            session().rollback()


class Heard(Event):
    """An event of these tests."""


class Line:
    """A connection to a Redis that answers or not."""

    answering = True

    def ping(self) -> bool:
        if not self.answering:
            raise RedisError
        return True


@pytest.fixture
def relayed(database: TestDatabase, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Write one delivery that the queue loses, and return the list of what it is given next."""
    given: list[int] = []
    plumbing = outbox._Plumbing({"Heard": ("catalogue.apply_dates",)}, lambda *_given: None)
    monkeypatch.setattr(outbox, "_plumbing", plumbing)
    with unit_of_work():
        outbox.write("Heard", {})
    plumbing.enqueue = lambda delivery, _job: given.append(delivery)
    return given


def test_a_lost_delivery_goes_to_the_queue_again(clock: Hands, relayed: list[int]) -> None:
    care = OutboxCare(Line())  # type: ignore[arg-type] # all it asks of Redis is an answer

    assert care.run() == {"relayed": 0}
    clock.forward(minutes=3)
    assert care.run() == {"relayed": 1}
    assert len(relayed) == 1


def test_what_stands_in_the_queue_is_not_queued_again(clock: Hands, relayed: list[int]) -> None:
    care = OutboxCare(Line())  # type: ignore[arg-type] # as above
    clock.forward(minutes=1)
    assert care.run() == {"relayed": 1}

    clock.forward(minutes=1)
    assert care.run() == {"relayed": 0}
    clock.forward(minutes=3)
    assert care.run() == {"relayed": 1}, "nobody waits that long in a queue: it was lost"


def test_a_queue_that_was_away_is_told_everything_again(clock: Hands, relayed: list[int]) -> None:
    line = Line()
    care = OutboxCare(line)  # type: ignore[arg-type] # as above
    clock.forward(minutes=1)
    care.run()

    line.answering = False
    care.run()
    line.answering = True
    assert care.run() == {"relayed": 1}


def test_without_redis_the_scheduler_does_the_work_itself(clock: Hands, relayed: list[int]) -> None:
    line = Line()
    care = OutboxCare(line)  # type: ignore[arg-type] # as above
    care.run()

    line.answering = False
    clock.forward(seconds=15)
    assert care.run() == {}
    clock.forward(seconds=31)
    assert care.run() == {"due": 1, "run": 1}
    assert relayed == []


def test_a_shop_without_a_queue_does_not_wait(clock: Hands, relayed: list[int]) -> None:
    clock.forward(seconds=15)

    assert OutboxCare(None).run() == {"due": 1, "run": 1}
