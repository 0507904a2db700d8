"""Starts processes of one's own and ends them by their id, never by name."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from shop.config import ROOT
from shop.kernel import kinship

PATIENCE = 20.0


class NeverHappened(AssertionError):
    """Something that was waited for did not come in time."""


@dataclass(slots=True)
class Process:
    """A child that dies with us."""

    name: str
    popen: subprocess.Popen[str]

    @property
    def pid(self) -> int:
        """Return its id."""
        return self.popen.pid

    @property
    def lives(self) -> bool:
        """Tell whether it runs."""
        return self.popen.poll() is None

    def stop(self) -> None:
        """Ask it to end; kill its group when it does not."""
        if self.lives:
            self.popen.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(PATIENCE)
        self.kill()

    def kill(self) -> None:
        """Kill it with all that it forked."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()
        for stream in (self.popen.stdin, self.popen.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()


def start(
    name: str,
    command: Sequence[str],
    environ: Mapping[str, str],
    log: Path,
    *,
    talks: bool = False,
) -> Process:
    """Start a child in a group of its own; with `talks` its input and output are ours."""
    parent = os.getpid()
    pipe: int | IO[bytes] = subprocess.PIPE if talks else subprocess.DEVNULL
    with log.open("ab") as out:
        popen = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environ}, text=True, start_new_session=True,
            stdin=pipe, stdout=subprocess.PIPE if talks else out, stderr=out,
            preexec_fn=lambda: kinship.die_with_parent(parent, signal.SIGKILL),  # noqa: PLW1509 - one thread
        )  # fmt: skip
    return Process(name, popen)


def until(holds: Callable[[], object], what: str, seconds: float = 60.0) -> float:
    """Wait until `holds`; returns how long it took, raises NeverHappened when it does not."""
    begin = time.monotonic()
    while not holds():
        if time.monotonic() - begin > seconds:
            raise NeverHappened(f"{what} did not happen within {seconds:.0f} s")
        time.sleep(0.05)
    return time.monotonic() - begin
