"""Deliveries: each outcome is recorded, a repeat is harmless, nothing is lost with the queue."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import delete, select

from shop.domain.catalogue.events import ProductChanged
from shop.domain.catalogue.models import Listing
from shop.domain.media import flows
from shop.domain.media.models import Media, MediaState
from shop.domain.settings.models import SettingRow
from shop.jobs import media, runtime
from shop.jobs.subscriptions import QUEUES, SUBSCRIPTIONS, queue_of
from shop.kernel import outbox
from shop.kernel.db import session
from shop.kernel.errors import Invalid, OutOfReach, Unavailable
from shop.kernel.events import emit
from shop.kernel.outbox import OutboxDelivery, State
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product
from tests.factories.media import jpeg
from tests.factories.memory import forget_session
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database", "clock")


class Job:
    """A job that does as it is told, under the name `tests.act`."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.seen: list[int] = []

    def __call__(self, product_id: int) -> None:
        """Note the call, leave a half-finished change behind where told to fail."""
        self.seen.append(product_id)
        if self.error is not None:
            raise self.error


@pytest.fixture
def job(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Job]:
    """Let one job of the test's own listen to `ProductChanged`, and no queue."""
    made, plumbing = Job(), outbox._plumbing
    before = (plumbing.subscriptions, plumbing.enqueue)
    outbox.connect({"ProductChanged": ("tests.act",)}, lambda _delivery, _job: None)
    known = runtime._function
    monkeypatch.setattr(
        runtime, "_function", lambda name: made if name == "tests.act" else known(name)
    )
    yield made
    outbox.connect(*before)


def _announce() -> int:
    with unit_of_work():
        emit(ProductChanged(7))
    return session().scalars(select(OutboxDelivery.id)).all()[-1]


def _row(number: int) -> OutboxDelivery:
    forget_session()
    return session().get_one(OutboxDelivery, number)


def test_done_once_a_repeat_does_nothing(job: Job) -> None:
    number = _announce()
    assert runtime.deliver(number) is True
    assert runtime.deliver(number) is False
    assert job.seen == [7]
    assert _row(number).state == State.DONE


def test_of_many_workers_one_does_it(app: Flask, job: Job) -> None:
    number = _announce()

    def work() -> bool:
        with app.app_context():
            return runtime.deliver(number)

    with ThreadPoolExecutor(5) as workers:
        done = [working.result(30) for working in [workers.submit(work) for _ in range(5)]]
    assert sorted(done) == [False] * 4 + [True]
    assert job.seen == [7]


@pytest.mark.parametrize("error", [Unavailable("The disk is full."), ValueError("a fault of ours")])
def test_what_may_succeed_later_is_tried_again(job: Job, clock: Hands, error: Exception) -> None:
    number = _announce()
    job.error = error
    assert runtime.deliver(number) is True
    row = _row(number)
    assert (row.state, row.attempts) == (State.WAITING, 1)
    assert row.last_error is not None
    assert type(error).__name__ in row.last_error
    assert runtime.deliver(number) is False, "not before its time"
    job.error = None
    clock.forward(seconds=30)
    assert runtime.sweep() == {"due": 1, "run": 1}
    assert _row(number).state == State.DONE


def test_what_never_can_is_dead_with_its_reason(job: Job) -> None:
    number = _announce()
    job.error = Invalid("There is no such product.")
    runtime.deliver(number)
    row = _row(number)
    assert row.state == State.DEAD
    assert "There is no such product." in str(row.last_error)


def test_a_failing_job_ends_dead_and_not_in_a_circle(job: Job, clock: Hands) -> None:
    number = _announce()
    job.error = ValueError("always")
    for _round in range(20):
        clock.forward(hours=5)
        runtime.sweep()
    assert _row(number).state == State.DEAD
    assert len(job.seen) == outbox.MAX_ATTEMPTS


def test_what_a_failing_job_left_open_is_not_kept(job: Job, clock: Hands) -> None:
    with unit_of_work():
        made = product()
    number = session().scalars(select(OutboxDelivery.id)).all()[-1]

    class HalfDone(Job):
        def __call__(self, product_id: int) -> None:
            with unit_of_work():
                session().execute(delete(Listing).where(Listing.product_id == product_id))
                raise ValueError("in the middle")

    job.__class__ = HalfDone
    runtime.deliver(number)
    assert _row(number).state == State.WAITING
    assert session().get(Listing, made.id) is not None


def test_a_job_that_leaves_a_mess_is_recorded_all_the_same(job: Job) -> None:
    number = _announce()

    class Messy(Job):
        def __call__(self, product_id: int) -> None:
            session().add(SettingRow(key="stray", value=product_id))
            raise ValueError("in the middle")

    job.__class__ = Messy
    assert runtime.deliver(number) is True
    assert _row(number).state == State.WAITING
    assert session().get(SettingRow, "stray") is None


def test_an_unknown_job_is_no_end_of_the_sweep(app: Flask, job: Job, clock: Hands) -> None:
    outbox.connect({"ProductChanged": ("nowhere.nothing", "tests.act")}, lambda _d, _j: None)
    _announce()
    clock.forward(seconds=11)
    assert runtime.sweep() == {"due": 2, "run": 2}
    assert job.seen == [7]


def test_every_subscription_names_a_job_and_a_queue() -> None:
    for event, jobs in SUBSCRIPTIONS.items():
        assert jobs, event
        for name in jobs:
            assert callable(runtime._function(name)), name
            assert queue_of(name) in QUEUES


def test_every_job_run_twice_is_harmless(clock: Hands) -> None:
    with unit_of_work():
        made = product()
    number = flows.upload(jpeg(), "a.jpg")
    for name, payload in (
        ("media.make_renditions", {"media_id": number}),
        ("media.refresh_listings", {"media_id": number}),
        ("search.index_product", {"product_id": made.id}),
        ("search.rebuild", {}),
    ):
        for _time in range(2):
            runtime._function(name)(**payload)
            forget_session()
    assert session().get_one(Media, number).state == MediaState.READY
    media.refresh_listings(10**9)


def test_a_queue_out_of_reach_is_no_error_for_who_announces(
    job: Job, clock: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    redis = Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.2)
    outbox.connect({"ProductChanged": ("tests.act",)}, runtime.enqueuer(redis))
    number = _announce()
    assert "queue out of reach" in caplog.text
    clock.forward(seconds=11)
    assert runtime.sweep() == {"due": 1, "run": 1}
    assert _row(number).state == State.DONE


def test_the_sweep_by_hand(app: Flask, job: Job, clock: Hands) -> None:
    _announce()
    clock.forward(seconds=11)
    session().rollback()
    result = app.test_cli_runner().invoke(args=["outbox", "sweep"])
    assert '"due": 1, "run": 1' in result.output
    assert job.seen == [7]


def test_a_service_that_is_away_costs_no_tries(job: Job, clock: Hands) -> None:
    numbers = [_announce(), _announce()]
    job.error = OutOfReach("The server is away.")
    for _round in range(2 * outbox.MAX_ATTEMPTS):
        clock.forward(minutes=6)
        runtime.sweep()
    assert len(job.seen) == 2 * outbox.MAX_ATTEMPTS, "one finds out for all"
    assert [(_row(one).state, _row(one).attempts) for one in numbers] == [(State.WAITING, 0)] * 2
    assert runtime.postponed("tests.act") == 2

    job.error = None
    assert runtime.sweep() == {"due": 0, "run": 0}
    assert runtime.hasten("tests.act") == 2
    clock.forward(seconds=11)
    assert runtime.sweep() == {"due": 2, "run": 2}
    assert {_row(one).state for one in numbers} == {State.DONE}


def test_hastening_leaves_ordinary_failures_their_pause(job: Job, clock: Hands) -> None:
    number = _announce()
    job.error = Unavailable("Not this one.")
    runtime.deliver(number)
    assert runtime.hasten("tests.act") == 0
    assert _row(number).attempts == 1


def test_a_dry_sweep_only_counts(job: Job, clock: Hands) -> None:
    number = _announce()
    clock.forward(seconds=11)
    assert runtime.sweep(dry_run=True) == {"due": 1, "run": 0}
    assert job.seen == []
    assert _row(number).attempts == 0
