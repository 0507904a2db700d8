"""Starts the supervisor and looks at the processes under it, by /proc alone."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from shop.config import ROOT
from shop.kernel.kinship import children_of

PATIENCE = 90.0
READY = "Ctrl-C stops everything"


@dataclass(slots=True)
class Running:
    """A supervisor that was started, and everything that ever ran under it."""

    process: subprocess.Popen[bytes]
    log: Path
    environ: Mapping[str, str]
    seen: set[int] = field(default_factory=set)

    @property
    def said(self) -> str:
        """Return its output so far."""
        return self.log.read_text("utf-8", "replace")

    def ready(self) -> "Running":
        """Wait until it says that the shop is open."""
        until(lambda: READY in self.said or self.process.poll() is not None)
        assert READY in self.said, self.said
        # The worker and the scheduler have just been started: let them become themselves.
        until(lambda: len(self.family()) >= len(("web", "its worker", "worker", "scheduler")))
        return self

    def family(self) -> dict[int, str]:
        """Return every process below the supervisor now, with its command line."""
        found = {pid: _command(pid) for pid in _descendants(self.process.pid)}
        self.seen.update(found)
        return found

    def find(self, words: str) -> int:
        """Return the first process below the supervisor whose command line holds `words`."""
        until(lambda: any(words in command for command in self.family().values()))
        return min(pid for pid, command in self.family().items() if words in command)

    def wait(self) -> int:
        """Return the supervisor's exit code."""
        return self.process.wait(PATIENCE)

    def gone(self) -> bool:
        """Tell whether nothing that ever ran under it is left, soon."""
        return until(lambda: not any(map(_lives, self.seen)))

    def get(self, path: str) -> int:
        """Return the status of a page."""
        address = f"{self.environ['PUBLIC_URL']}{path}"
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)

    def end(self) -> None:
        """End whatever is left."""
        self.seen.update(_descendants(self.process.pid))
        self.process.kill()
        self.process.wait(PATIENCE)
        for pid in filter(_lives, self.seen):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def start(environ: Mapping[str, str], log: Path) -> Running:
    """Start the supervisor as `make run` does."""
    inherited = {name: value for name, value in os.environ.items() if name != "MAKELEVEL"}
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "shop.supervisor", "run"],
            cwd=ROOT,
            env={**inherited, **environ},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    return Running(process, log, environ)


def until(holds: Callable[[], bool]) -> bool:
    """Wait for a condition; tells whether it came true in time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def _descendants(pid: int) -> Iterator[int]:
    for child in children_of(pid):
        yield child
        yield from _descendants(child)


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _lives(pid: int) -> bool:
    """Tell whether a process runs; one that ended but was not yet reaped does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return False
