"""The worker: RQ's own, with the shop's application around each job."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from typing import Any

from flask import Flask
from redis import Redis
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from shop.kernel import kinship
from shop.kernel.db import db


class ShopWorker(Worker):
    """Runs each job in a forked process, inside an application context of its own."""

    def __init__(self, app: Flask, queues: Sequence[str], connection: Redis) -> None:
        """Listen to `queues`, the most urgent first."""
        super().__init__(list(queues), connection=connection, serializer=JSONSerializer)
        self._app = app

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


def work(app: Flask, queues: Sequence[str], redis_url: str, **options: Any) -> None:
    """Work until TERM or INT; a job that is running is finished first.

    RQ waits for work on an open line, hence a connection without the web's short time-outs.
    """
    with Redis.from_url(redis_url) as connection:
        ShopWorker(app, queues, connection).work(logging_level="WARNING", **options)
