"""Children forked from one process that has loaded the shop: they share most of their memory.

Each would otherwise load the same 85 MB for itself. The app and the jobs are found by name: what
stands beside the factory knows no other room, and a start that only prepares loads nothing.
"""

import ctypes
import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from shop.config import ConfigError
from shop.kernel import kinship

APP = "app"
OURS = ("app", "shop", "bench")
JOBS = ("shop.jobs.worker", "shop.jobs.scheduler")
_M_ARENA_MAX = -8  # <malloc.h>
_FIRST_OWN_FILE = 3
_WAIT_SECONDS = 0.02
_HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)


def spare_arenas() -> None:
    """Let glibc keep two arenas for all threads: otherwise each has its own, 15 MB in the web."""
    tune = getattr(ctypes.CDLL(None), "mallopt", None)  # glibc's alone
    if tune is not None:
        tune(_M_ARENA_MAX, 2)


def load(*modules: str, app_in: str = APP) -> Any:
    """Load the app and `modules` so that children can share them; returns the app."""
    gc.disable()  # next to nothing of what is loaded is garbage: a tenth of the time
    with _without_rich():
        app = import_module(app_in).app
    for name in modules:
        import_module(name)
    gc.collect()
    gc.enable()
    gc.freeze()  # the collector would write to every shared page otherwise
    return app


@contextmanager
def _without_rich() -> Iterator[None]:
    """Hide rich from structlog, where a tool has brought it: 0.1 s for a terminal's colours."""
    hidden: dict[str, Any] = {} if "rich" in sys.modules else {"rich": None}
    sys.modules |= hidden
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def forget() -> None:
    """Forget our own code, so that it is read anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]


def background(redis_url: str) -> dict[str, Callable[[], object]]:
    """Return what the processes beside the web server do, by name."""
    app = load(*JOBS)
    worker, scheduler = (import_module(name) for name in JOBS)
    queues = import_module("shop.jobs.subscriptions").QUEUES
    return {
        "worker": lambda: worker.work(app, queues, redis_url),
        "scheduler": lambda: scheduler.work(app, redis_url),
    }


class Forked:
    """A forked child, with the manners of `subprocess.Popen` that its keeper relies on."""

    def __init__(self, title: str, act: Callable[[], object], orphaned: signal.Signals) -> None:
        """Fork; the child does `act` under `title`, and gets `orphaned` when this process dies."""
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        self._status: int | None = None
        # A signal that came before the child is itself would be noted by the parent's handlers.
        signal.pthread_sigmask(signal.SIG_BLOCK, _HANDLED)
        self.pid = os.fork()
        if not self.pid:
            kinship.die_with_parent(parent, orphaned)
            _live(title, act)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HANDLED)

    def poll(self) -> int | None:
        """Return the exit status, negative for a signal; None while it runs."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit status once there is one; TimeoutExpired after `timeout` seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
            time.sleep(_WAIT_SECONDS)
        return status

    def terminate(self) -> None:
        """Ask it to end."""
        os.kill(self.pid, signal.SIGTERM)


def _live(title: str, act: Callable[[], object]) -> None:
    """Be a process of one's own from now on, and never return into the parent's code."""
    status = 1
    try:
        _leave_home()
        kinship.set_title(title)
        act()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except ConfigError as error:
        print(f"duka: {error}", file=sys.stderr)
    except BaseException:  # noqa: BLE001 - its end must not run the parent's `finally` blocks
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _leave_home() -> None:
    """Give up the parent's session, signals and open files, its lock on the instance among them."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in _HANDLED:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _HANDLED)
    os.closerange(_FIRST_OWN_FILE, os.sysconf("SC_OPEN_MAX"))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, sys.__stdin__.fileno() if sys.__stdin__ else 0)
    os.close(nothing)
