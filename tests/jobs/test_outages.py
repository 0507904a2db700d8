"""Queue and mail server go away, one after the other: orders go on, each mail goes out once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import select

from shop.config import ROOT
from shop.domain.notifications.checks import CHECKS
from shop.domain.notifications.models import Message
from shop.domain.notifications.ports import senders
from shop.domain.ops.checks import run
from shop.domain.orders.checks import CHECKS as OF_ORDERS
from shop.domain.orders.queries import recent
from shop.domain.settings import actions as settings
from shop.jobs import mail, runtime, scheduler
from shop.jobs.scheduler import OutboxCare
from shop.jobs.subscriptions import SUBSCRIPTIONS
from shop.kernel import outbox
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from shop.providers.email.smtp import SmtpSender
from shop.supervisor import store
from tests.factories.memory import forget_session
from tests.factories.orders import goods, placed
from tests.support.databases import TestDatabase
from tests.support.smtp_server import smtp_server

ORDERS_PLACED = 2


class Queue:
    """A queue server that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._own = store.embedded(folder)
        self.url = self._own.url
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        self._process = subprocess.Popen(self._own.command)
        self._own.wait()

    def kill(self) -> None:
        """End it without warning."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _work(database: TestDatabase, tmp_path: Path, **environ: str) -> None:
    """Let a real worker do what is in the queue."""
    session().rollback()
    done = subprocess.run(
        [sys.executable, "-m", "flask", "worker", "run", "--burst"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database.url, "INSTANCE_PATH": str(tmp_path), **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    forget_session()


def _statuses() -> list[str]:
    forget_session()
    return list(session().scalars(select(Message.status)))


def test_orders_go_on_and_mails_follow(
    database: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.touch()
    monkeypatch.setattr(scheduler, "RELAY_GRACE", scheduler.RELAY_GRACE * 0)
    queue = Queue(tmp_path)
    with smtp_server(tmp_path / "smtp", started=False) as server:
        around = {"REDIS_URL": queue.url, "SMTP_URL": server.url, "LOG_LEVEL": "error"}
        redis = Redis.from_url(queue.url, socket_connect_timeout=0.2)
        monkeypatch.setattr(
            outbox, "_plumbing", outbox._Plumbing(SUBSCRIPTIONS, runtime.enqueuer(redis))
        )
        monkeypatch.setitem(senders._entries, "email", SmtpSender(server.url, "localhost"))
        care = OutboxCare(redis)
        try:
            with unit_of_work():
                settings.change({"email": "nyuzi@example.com"})
                cloth = goods()
            for _order in range(ORDERS_PLACED):  # the queue's server is away
                with unit_of_work():
                    placed([(cloth, 1)])
            session().rollback()
            assert len(recent(10)) == ORDERS_PLACED
            assert care.run() == {}

            queue.start()  # it is back; the mail server is away
            assert care.run()["relayed"] >= ORDERS_PLACED
            _work(database, tmp_path, **around)
            assert _statuses() == ["queued"] * ORDERS_PLACED
            assert mail.resume()["resumed"] == 0
            assert run([*CHECKS, *OF_ORDERS]) == []

            server.start()
            session().rollback()
            assert mail.resume()["resumed"] == ORDERS_PLACED
            _work(database, tmp_path, **around)
            assert _statuses() == ["sent"] * ORDERS_PLACED
            sent = server.mails()
            assert len({one.message_id for one in sent}) == len(sent) == ORDERS_PLACED
            assert run([*CHECKS, *OF_ORDERS]) == []
        finally:
            redis.close()
            queue.kill()
