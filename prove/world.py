"""A running shop in production's shape: web processes, workers, scheduler, queue, mail server."""

from __future__ import annotations

import re
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.crowd import Crowd
from bench.processes import free_port
from prove import post
from prove.ground import Ground, Plot
from prove.hands import Hand
from prove.processes import Process, start, until
from shop.supervisor import store

FLASK = (sys.executable, "-u", "-m", "flask")
_CHECKED = re.compile(r"^check: \d+ checks, (\d+) violations$", re.MULTILINE)


class BooksOff(AssertionError):
    """`flask ops check` found violations; the message lists them."""


@dataclass(slots=True)
class World:
    """The processes of one shop; each can be stopped and started again."""

    ground: Ground
    plot: Plot
    port: int
    mail_port: int
    more: dict[str, str]
    running: dict[str, Process] = field(default_factory=dict)
    _hand: Hand | None = None
    _queue: store.Store | None = None

    @property
    def environ(self) -> dict[str, str]:
        """Return what each process is told."""
        assert self._queue is not None
        return {
            **self.plot.environ,
            "REDIS_URL": self._queue.url,
            "SMTP_URL": f"smtp://127.0.0.1:{self.mail_port}?tls=none",
            "PORT": str(self.port),
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            **self.more,
        }

    @property
    def address(self) -> tuple[str, int]:
        """Return where the shop answers."""
        return ("127.0.0.1", self.port)

    @property
    def log(self) -> Path:
        """Return the file into which every process writes."""
        return self.plot.instance / "processes.log"

    @property
    def hand(self) -> Hand:
        """Return a process that looks into the database and acts as staff do."""
        if self._hand is None:
            self._hand = self.another_hand()
        return self._hand

    def another_hand(self) -> Hand:
        """Return one more, to be closed by who asked."""
        return Hand(self.environ, self.log)

    def crowd(self) -> Crowd:
        """Return people at the shop's door."""
        return Crowd(self.address)

    @property
    def mails(self) -> list[dict[str, Any]]:
        """Return every mail that was delivered so far."""
        return post.read(self.plot.instance / "post.jsonl")

    def begin_queue(self) -> None:
        """Start the queue's server, with what it kept."""
        if self._queue is None:
            self._queue = store.embedded(self.plot.instance)
        self._start("queue", *self._queue.command)
        self._queue.wait()

    def begin_post(self) -> None:
        """Start the mail server."""
        notes = str(self.plot.instance / "post.jsonl")
        self._start("post", sys.executable, "-m", "prove.post", str(self.mail_port), notes)
        until(lambda: listens(self.mail_port), "the mail server's start")

    def begin_web(self) -> None:
        """Start the web server."""
        self._start("web", sys.executable, "-u", "-m", "shop.supervisor", "web")
        until(self._answers, "the first page")

    def begin_worker(self, number: int = 1) -> None:
        """Start a worker on all queues."""
        self._start(f"worker {number}", *FLASK, "worker", "run")

    def begin_scheduler(self) -> None:
        """Start the scheduler."""
        self._start("scheduler", *FLASK, "scheduler", "run")

    def end(self, name: str) -> None:
        """Kill one, as a power cut would."""
        self.running.pop(name).kill()

    def close(self) -> None:
        """End everything."""
        if self._hand:
            self._hand.close()
        for name in reversed(list(self.running)):
            self.running.pop(name).stop()
        if self._queue:
            self._queue.clear()

    def check(self) -> str:
        """Return the oracle's line; BooksOff where anything is broken.

        Where no worker runs, what waits for one is done first.
        """
        if not any(name.startswith("worker") for name in self.running):
            self.hand.do("flows.drain", to_the_end=True)
        said = self.plot.flask("ops", "check", check=False)
        found = _CHECKED.search(said)
        if not found or found[1] != "0":
            raise BooksOff(said)
        return found[0]

    def said(self, words: str) -> int:
        """Return how often the processes wrote `words` into their log."""
        return self.log.read_text("utf-8", "replace").count(words) if self.log.exists() else 0

    def fallen(self) -> list[str]:
        """Name the processes that should run and do not."""
        return [name for name, process in self.running.items() if not process.lives]

    def _start(self, name: str, *command: str) -> None:
        self.running[name] = start(name, command, self.environ, self.log)

    def _answers(self) -> bool:
        if not self.running["web"].lives:
            raise RuntimeError(f"the web server ended: {self.log.read_text('utf-8')[-3000:]}")
        with suppress(OSError, urllib.error.URLError):
            address = f"http://127.0.0.1:{self.port}/healthz"
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        return False


def listens(port: int) -> bool:
    """Tell whether somebody listens on a port of loopback."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@contextmanager
def world(
    made: Ground,
    *,
    web: int = 4,
    workers: int = 2,
    scheduler: bool = True,
    environ: Mapping[str, str] | None = None,
) -> Iterator[World]:
    """Run a fresh shop until the block ends; `environ` is what its processes are told besides."""
    plot = made.plot()
    settings = {"WEB_WORKERS": str(web or 1), "WEB_THREADS": "4", **(environ or {})}
    running = World(made, plot, free_port(), free_port(), settings)
    try:
        running.begin_queue()
        running.begin_post()
        if web:
            running.begin_web()
        for number in range(1, workers + 1):
            running.begin_worker(number)
        if scheduler:
            running.begin_scheduler()
        yield running
    finally:
        running.close()
        made.clear(plot)
