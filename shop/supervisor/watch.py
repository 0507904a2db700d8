"""Waits for what a supervisor waits for: a signal to stop, a child's end, or a changed file."""

import os
import select
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from shop.config import ROOT

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Watch:
    """Notes the signals of this process; `pause` returns early when one arrives."""

    def __init__(self) -> None:
        """Take over the signals, for good: this process does nothing else."""
        self.stopped_by: signal.Signals | None = None
        self._bell, ringer = os.pipe()
        for end in (self._bell, ringer):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(ringer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)  # its bell is enough
        for number in STOPPING:
            signal.signal(number, self._stop)

    def pause(self, seconds: float) -> None:
        """Wait for a signal, at most `seconds`."""
        if select.select([self._bell], [], [], seconds)[0]:
            os.read(self._bell, 512)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self.stopped_by = signal.Signals(number)


class Changes:
    """Tells whether a source file changed since it was asked last."""

    def __init__(self) -> None:
        """Remember how the files are now."""
        self._seen = dict(_stamps())

    def happened(self) -> bool:
        """Return True once after each change."""
        now = dict(_stamps())
        changed, self._seen = now != self._seen, now
        return changed


def _stamps() -> Iterator[tuple[Path, int]]:
    for file in (ROOT / "shop").rglob("*.py"):
        try:
            yield file, file.stat().st_mtime_ns
        except OSError:  # removed meanwhile
            continue
