"""The worker: RQ's own, with the shop's application around each job."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress

from flask import Flask
from redis import Redis, RedisError
from rq import Queue, Worker
from rq.exceptions import StopRequested
from rq.job import Job
from rq.serializers import JSONSerializer

from shop.kernel import kinship
from shop.kernel.db import db

_log = logging.getLogger(__name__)
PAUSE_SECONDS = 1.0


class ShopWorker(Worker):
    """Runs each job in a forked process, inside an application context of its own."""

    # Where Redis was away for long, RQ would look for it every three minutes only.
    max_connection_wait_time = 5.0
    was_asked = False
    """Whether somebody asked it to stop."""

    def __init__(self, app: Flask, queues: Sequence[str], connection: Redis) -> None:
        """Listen to `queues`, the most urgent first."""
        super().__init__(list(queues), connection=connection, serializer=JSONSerializer)
        self._app = app

    def handle_warm_shutdown_request(self) -> None:
        """Note that it was asked to stop."""
        self.was_asked = True
        super().handle_warm_shutdown_request()  # type: ignore[no-untyped-call]  # RQ's

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """Begin a job's process: it must not outlive the worker that would record its end."""
        kinship.die_with_parent(int(self.pid or os.getppid()), signal.SIGKILL)
        super().main_work_horse(job, queue)

    def perform_job(self, job: Job, queue: Queue) -> bool:
        """Run one job."""
        with self._app.app_context():
            # The fork inherited the worker's connections: used here, they would mix two
            # conversations; closed here, they would end the worker's own.
            db.engine.dispose(close=False)
            done: bool = super().perform_job(job, queue)
            return done


def work(app: Flask, queues: Sequence[str], redis_url: str, *, burst: bool = False) -> None:
    """Work until TERM or INT; a job that is running is finished first.

    RQ ends its worker when Redis goes away at the wrong moment: here another one takes its place.
    """
    stop = threading.Event()
    with suppress(StopRequested):  # asked just after a worker has ended by itself
        while not _worked(app, queues, redis_url, burst=burst):
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda _number, _frame: stop.set())
            if stop.wait(PAUSE_SECONDS):
                return


def _worked(app: Flask, queues: Sequence[str], redis_url: str, *, burst: bool) -> bool:
    """Work; tells whether that ended as it should: all done, or asked to stop.

    RQ waits for work on an open line, hence a connection without the web's short time-outs.
    """
    worker = None
    try:
        with Redis.from_url(redis_url) as connection:
            worker = ShopWorker(app, queues, connection)
            worker.work(logging_level="WARNING", burst=burst)
    except RedisError as error:
        _log.warning("the worker waits for Redis: %s", error)
        burst = False
    return burst or (worker is not None and worker.was_asked)
