"""The processes under the supervisor: starting, watching and ending them as one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from shop.kernel import kinship
from shop.supervisor.nursery import Forked

PATIENCE = 15.0  # seconds a process has to finish what it is doing
Child = subprocess.Popen[bytes] | Forked


@dataclass(slots=True)
class Children:
    """Every running child by its name, in the order of their start."""

    environ: dict[str, str]
    running: dict[str, Child] = field(default_factory=dict)

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        orphaned: signal.Signals = signal.SIGTERM,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """Start a child in a session of its own; `orphaned` reaches it when this process dies.

        Its own session keeps Ctrl-C from reaching it: the supervisor alone decides the order.
        """
        parent = os.getpid()
        self.running[name] = subprocess.Popen(
            command,
            env={**self.environ, **(environ or {})},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: kinship.die_with_parent(parent, orphaned),  # noqa: PLW1509 - one thread
        )

    def fork(
        self,
        name: str,
        act: Callable[[], object],
        *,
        orphaned: signal.Signals = signal.SIGTERM,
    ) -> None:
        """Fork a child that does `act`, in a session of its own as the others have."""
        self.running[name] = Forked(f"duka: {name}", act, orphaned)

    def fallen(self, *besides: str) -> str:
        """Name the first child that has ended, and how; empty while all live, `besides` aside."""
        for name, child in self.running.items():
            if name not in besides and (status := child.poll()) is not None:
                return f"{name} (process {child.pid}) {_ending(status)}"
        return ""

    def stop(self, name: str) -> None:
        """End one child: asked first, killed with its group when patience runs out."""
        child = self.running.pop(name)
        self._ask(child)
        self._await(child, time.monotonic() + PATIENCE)

    def stop_all(self) -> None:
        """End all in reverse order of their start; the queue's server ends last, on its own."""
        until = time.monotonic() + PATIENCE
        names = list(self.running)
        for name in reversed(names[1:]):
            self._ask(self.running[name])
        for name in reversed(names[1:]):
            self._await(self.running[name], until)
        if names:
            self._ask(self.running[names[0]])
            self._await(self.running[names[0]], until + PATIENCE)
        self.running.clear()
        kinship.end_adopted(set())

    def _ask(self, child: Child) -> None:
        if child.poll() is None:
            child.terminate()

    def _await(self, child: Child, until: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, until - time.monotonic()))
        with suppress(ProcessLookupError, PermissionError):  # macOS says so of a group of zombies
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _ending(status: int) -> str:
    if status >= 0:
        return f"ended by itself with exit code {status}"
    try:
        return f"was killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"was killed by signal {-status}"


def python(*arguments: str) -> list[str]:
    """Return a command run by this very Python; output is shown as it is written."""
    return [sys.executable, "-u", *arguments]
