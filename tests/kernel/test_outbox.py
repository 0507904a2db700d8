"""The outbox: an event is written with its cause and delivered after it, whatever breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from shop.kernel import outbox
from shop.kernel.db import session
from shop.kernel.events import Event, emit
from shop.kernel.outbox import OutboxDelivery, OutboxEvent, State
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database", "clock")


@dataclass(frozen=True)
class KettleBoiled(Event):
    """Something two jobs listen to."""

    kettle_id: int


class Queue:
    """A queue that remembers, or that is out of reach."""

    def __init__(self) -> None:
        self.got: list[tuple[int, str]] = []
        self.broken = False

    def __call__(self, delivery: int, job: str) -> None:
        """Take a delivery."""
        if self.broken:
            raise ConnectionError("no queue")
        self.got.append((delivery, job))


@pytest.fixture
def queue(app: object) -> Iterator[Queue]:
    """Connect the outbox to a queue of the test's own; put the shop's back afterwards."""
    plumbing = outbox._plumbing
    before = (plumbing.subscriptions, plumbing.enqueue)
    made = Queue()
    outbox.connect({"KettleBoiled": ("tea.pour", "tea.serve")}, made)
    yield made
    outbox.connect(*before)


def _boil() -> None:
    with unit_of_work():
        emit(KettleBoiled(7))


def _rows() -> list[OutboxDelivery]:
    forget_session()
    return list(session().scalars(select(OutboxDelivery).order_by(OutboxDelivery.id)))


def _claim(delivery: int) -> object:
    with unit_of_work():
        return outbox.claim(delivery)


def test_event_and_deliveries_are_written_together(queue: Queue) -> None:
    with unit_of_work():
        emit(KettleBoiled(7))
        assert queue.got == []
    event = session().scalars(select(OutboxEvent)).one()
    assert (event.name, event.payload) == ("KettleBoiled", {"kettle_id": 7})
    rows = _rows()
    assert [(row.event_id, row.job, row.state) for row in rows] == [
        (event.id, "tea.pour", State.WAITING),
        (event.id, "tea.serve", State.WAITING),
    ]
    assert queue.got == [(row.id, row.job) for row in rows]


def test_a_rollback_takes_the_event_with_it(queue: Queue) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        emit(KettleBoiled(7))
        _ = 1 / 0
    assert _rows() == []
    assert session().scalars(select(OutboxEvent)).all() == []
    assert queue.got == []


def test_an_event_needs_a_unit_of_work(queue: Queue) -> None:
    with pytest.raises(RuntimeError, match="open unit of work"):
        emit(KettleBoiled(7))
    session().rollback()
    assert _rows() == []


def test_an_event_nobody_hears_is_not_written(queue: Queue) -> None:
    outbox.connect({}, queue)
    _boil()
    assert session().scalars(select(OutboxEvent)).all() == []


def test_without_a_queue_the_deliveries_wait_for_the_sweep(
    queue: Queue, clock: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    queue.broken = True
    _boil()
    assert [row.state for row in _rows()] == [State.WAITING, State.WAITING]
    assert "queue out of reach" in caplog.text
    assert outbox.due() == []
    clock.forward(seconds=11)
    assert [job for _id, job in outbox.due()] == ["tea.pour", "tea.serve"]


def test_a_claim_is_for_one(queue: Queue) -> None:
    _boil()
    first = _rows()[0].id
    assert _claim(first) == ("tea.pour", {"kettle_id": 7})
    assert _claim(first) is None
    assert _claim(10**9) is None


def test_a_crash_between_claim_and_finish_is_mended_when_the_lease_ends(
    queue: Queue, clock: Hands
) -> None:
    _boil()
    first = _rows()[0].id
    _claim(first)
    clock.forward(minutes=4)
    assert _claim(first) is None
    assert first not in [number for number, _job in outbox.due()]
    clock.forward(minutes=2)
    assert first in [number for number, _job in outbox.due()]
    assert _claim(first) == ("tea.pour", {"kettle_id": 7})
    assert _rows()[0].attempts == 2


def test_done_is_done(queue: Queue, clock: Hands) -> None:
    _boil()
    first = _rows()[0].id
    _claim(first)
    with unit_of_work():
        outbox.finish(first)
    row = _rows()[0]
    assert (row.state, row.done_at, row.last_error) == (State.DONE, clock.now, None)
    clock.forward(days=1)
    assert _claim(first) is None
    assert first not in [number for number, _job in outbox.due()]


def test_a_failure_waits_longer_each_time_and_then_is_dead(queue: Queue, clock: Hands) -> None:
    _boil()
    first, pauses = _rows()[0].id, []
    for _attempt in range(outbox.MAX_ATTEMPTS):
        assert _claim(first) is not None
        with unit_of_work():
            again = outbox.fail(first, "the kettle is cold" * 999, again=True)
        row = _rows()[0]
        pauses.append(row.due_at - clock.now)
        assert again is (row.state == State.WAITING)
        clock.forward(hours=5)
    assert row.state == State.DEAD
    assert row.last_error is not None
    assert len(row.last_error) <= 2000
    assert pauses[:-1] == sorted(set(pauses[:-1]))
    assert pauses[0] >= timedelta(seconds=1)
    assert _claim(first) is None
    assert first not in [number for number, _job in outbox.due()]


def test_what_cannot_succeed_is_dead_at_once(queue: Queue) -> None:
    _boil()
    first = _rows()[0].id
    _claim(first)
    with unit_of_work():
        assert outbox.fail(first, "no such kettle", again=False) is False
    assert _rows()[0].state == State.DEAD


def test_a_late_failure_does_not_undo_what_another_finished(queue: Queue, clock: Hands) -> None:
    _boil()
    first = _rows()[0].id
    _claim(first)
    clock.forward(minutes=6)  # the first worker sleeps past its lease; a second does the work
    _claim(first)
    with unit_of_work():
        outbox.finish(first)
    with unit_of_work():
        outbox.fail(first, "woke up", again=True)
    assert _rows()[0].state == State.DONE


def test_a_job_that_kills_its_worker_each_time_dies_too(queue: Queue, clock: Hands) -> None:
    _boil()
    first = _rows()[0].id
    for _attempt in range(outbox.MAX_ATTEMPTS):
        assert _claim(first) is not None
        clock.forward(minutes=6)
    assert _claim(first) is None
    row = _rows()[0]
    assert (row.state, row.attempts) == (State.DEAD, outbox.MAX_ATTEMPTS)
    assert row.last_error


def test_the_sweep_takes_the_oldest_first_and_not_too_many(queue: Queue, clock: Hands) -> None:
    _boil()
    clock.forward(seconds=1)
    _boil()
    clock.forward(minutes=1)
    rows = _rows()
    assert [number for number, _job in outbox.due()] == [row.id for row in rows]
    assert len(outbox.due(limit=3)) == 3
