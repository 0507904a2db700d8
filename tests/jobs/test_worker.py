"""The worker: deliveries reach it by the queue, its forked jobs have their own connections."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import text

from shop.config import ROOT
from shop.jobs import runtime
from shop.kernel import outbox
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from shop.supervisor import store
from tests.processes.running import until
from tests.support.databases import TestDatabase


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """Start a queue server of the test's own and return its address."""
    own = store.embedded(tmp_path)
    server = subprocess.Popen(own.command)
    own.wait()
    yield own.url
    server.terminate()
    server.wait()
    own.clear()


def _worker(
    database: TestDatabase, tmp_path: Path, **environ: str
) -> subprocess.CompletedProcess[str]:
    settings = {"DATABASE_URL": database.url, "INSTANCE_PATH": str(tmp_path), **environ}
    return subprocess.run(
        [sys.executable, "-m", "flask", "worker", "run", "--burst"],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_deliveries_are_done_by_the_worker(
    database: TestDatabase, tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Redis.from_url(redis_url) as redis:
        plumbing = outbox._Plumbing(
            {"Heard": ("catalogue.apply_dates", "media.sweep")}, runtime.enqueuer(redis)
        )
        monkeypatch.setattr(outbox, "_plumbing", plumbing)
        for _ in range(2):
            with unit_of_work():
                outbox.write("Heard", {})
        assert redis.llen("rq:queue:default") == 4
    database.touch()

    done = _worker(database, tmp_path, REDIS_URL=redis_url)

    assert done.returncode == 0, done.stderr
    session().rollback()
    states = session().execute(text("SELECT state FROM outbox_deliveries")).scalars().all()
    assert states == ["done"] * 4


def test_without_a_queue_the_worker_says_what_is_missing(
    database: TestDatabase, tmp_path: Path
) -> None:
    done = _worker(database, tmp_path, REDIS_URL="")

    assert done.returncode == 1
    assert "REDIS_URL is missing: give the queue's address." in done.stderr


def test_a_worker_outlives_the_queues_server(
    database: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = store.embedded(tmp_path)
    server = subprocess.Popen(own.command)
    own.wait()
    database.touch()
    session().rollback()
    settings = {"DATABASE_URL": database.url, "INSTANCE_PATH": str(tmp_path), "REDIS_URL": own.url}
    worker = subprocess.Popen(
        [sys.executable, "-m", "flask", "worker", "run"], cwd=ROOT, env={**os.environ, **settings}
    )
    try:
        with Redis.from_url(own.url) as redis:
            assert until(lambda: bool(redis.keys("rq:worker:*")))
            server.kill()
            server.wait()
            assert worker.poll() is None
            server = subprocess.Popen(own.command)
            own.wait()
            plumbing = outbox._Plumbing(
                {"Heard": ("catalogue.apply_dates",)}, runtime.enqueuer(redis)
            )
            monkeypatch.setattr(outbox, "_plumbing", plumbing)
            with unit_of_work():
                outbox.write("Heard", {})
        assert until(_is_done)
        worker.terminate()
        assert worker.wait(30) == 0
    finally:
        for process in (worker, server):
            process.kill()
            process.wait()
        own.clear()


def _is_done() -> bool:
    states = session().execute(text("SELECT state FROM outbox_deliveries")).scalars().all()
    session().rollback()
    return states == ["done"]
